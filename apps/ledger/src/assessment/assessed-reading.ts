import { EventStore } from '#libs/event-store';
import type { ProjectedPosition } from '#libs/projections';
import { ProblemError } from '../problems/index.ts';
import { assertRecorded, type ReadModels } from '../reading/read-models.ts';
import type { Settings } from '../settings/index.ts';

/** Waiting for what the assessor found. */
export class AssessedReading {
  constructor(
    private readonly store: Pick<EventStore, 'lastPosition'>,
    private readonly parts: {
      readonly assessed: Pick<ProjectedPosition, 'waitForPosition'>;
      readonly readModels: ReadModels;
      readonly settings: Pick<Settings, 'atLeastTimeoutMs'>;
    },
  ) {}

  /**
   * Until everything up to this position has been judged, and what was found can be read.
   * @throws ProblemError `notYetProjected`; `invalidQuery` when nothing is recorded at such a position
   */
  async awaitAtLeast(position: number | undefined): Promise<void> {
    if (position === undefined) return;
    const { assessed, readModels, settings } = this.parts;
    if (!(await assessed.waitForPosition(position, settings.atLeastTimeoutMs))) {
      await assertRecorded(position, this.store);
      throw new ProblemError('notYetProjected', { detail: 'The records up to this position are not all judged yet.' });
    }
    await readModels.awaitAtLeast(await this.store.lastPosition());
  }
}
