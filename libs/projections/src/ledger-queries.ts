import type { ReadModelDatabase } from './read-model-database.ts';
import { ConsentSearch } from './queries/consent-search.ts';
import { DeadlineSearch } from './queries/deadline-search.ts';
import { FindingSearch } from './queries/finding-search.ts';
import { HeldSubjects } from './queries/held-subjects.ts';
import { PublishedPolicies } from './queries/published-policies.ts';
import { ParkedEvents } from './queries/parked-events.ts';
import { ProjectedPosition } from './queries/projected-position.ts';
import { ProcessingRegister } from './queries/processing-register.ts';
import { RecipientRelations } from './queries/recipient-relations.ts';
import { RecordIndex } from './queries/record-index.ts';
import { RecordSearch } from './queries/record-search.ts';
import { Registries } from './queries/registries.ts';
import { SubjectHistory } from './queries/subject-history.ts';
import { SubjectHoldings } from './queries/subject-holdings.ts';
import { SubjectIdentity } from './queries/subject-identity.ts';
import { TaskQueue } from './queries/task-queue.ts';

/** Everything that can be asked of the read models. */
export interface LedgerQueries {
  readonly position: ProjectedPosition;
  readonly parked: ParkedEvents;
  readonly records: RecordIndex;
  readonly history: SubjectHistory;
  readonly search: RecordSearch;
  readonly identity: SubjectIdentity;
  readonly registries: Registries;
  readonly policies: PublishedPolicies;
  readonly findings: FindingSearch;
  readonly holdings: SubjectHoldings;
  readonly heldSubjects: HeldSubjects;
  readonly consents: ConsentSearch;
  readonly relations: RecipientRelations;
  readonly deadlines: DeadlineSearch;
  readonly tasks: TaskQueue;
  readonly register: ProcessingRegister;
}

/**
 * @param database Opened for reading, or the projector's own.
 * @param onWait Called while somebody waits for a position.
 */
export function ledgerQueries(database: ReadModelDatabase, onWait?: () => void): LedgerQueries {
  const position = new ProjectedPosition(database, onWait);
  const identity = new SubjectIdentity(database);
  return {
    position,
    parked: new ParkedEvents(database),
    identity,
    records: new RecordIndex(database),
    history: new SubjectHistory(database, identity),
    search: new RecordSearch(database, identity, position),
    registries: new Registries(database),
    policies: new PublishedPolicies(database),
    findings: new FindingSearch(database, identity, position),
    holdings: new SubjectHoldings(database, identity),
    heldSubjects: new HeldSubjects(database, position),
    consents: new ConsentSearch(database, identity, position),
    relations: new RecipientRelations(database, position),
    deadlines: new DeadlineSearch(database, identity, position),
    tasks: new TaskQueue(database),
    register: new ProcessingRegister(database),
  };
}
