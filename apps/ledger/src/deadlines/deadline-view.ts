import { compareInstants } from '#libs/domain';
import type { Deadline } from '#libs/projections';
import type { DeadlineDto } from './deadlines.dto.ts';

/** A deadline as it is shown. */
export function deadlineView(
  { deadlineId, subjectId, state, policyVersion, passedBy, clock }: Deadline,
  deliveries?: DeadlineDto['deliveries'],
): DeadlineDto {
  const { kind, controllerId, origin, policySilent, startedBy, concern, deadline, due, awaits, undeclared } = clock;
  const { subjectId: _subjectId, ...about } = concern;
  const { rule, period, provisional, start, zone } = deadline;
  const { holds, settled } = clock;
  return {
    id: deadlineId,
    controllerId,
    ...(subjectId === undefined ? {} : { subjectId }),
    kind,
    state,
    ...(due === undefined ? {} : { due }),
    ...(provisional === undefined ? {} : { provisional }),
    rule: { id: rule.id, clause: rule.clause },
    origin,
    ...(policySilent === undefined ? {} : { policySilent }),
    ...(policyVersion === undefined ? {} : { policyVersion }),
    ...(period === undefined ? {} : { period }),
    start,
    zone,
    startedBy,
    concern: about,
    ...(awaits === undefined ? {} : { awaits }),
    ...(undeclared === undefined ? {} : { undeclared }),
    ...(holds === undefined ? {} : { holds }),
    ...(settled === undefined ? {} : { settled: { by: settled.by, at: settled.at, late: isLate(due, settled.at) } }),
    ...(passedBy === undefined ? {} : { passedBy }),
    ...(deliveries === undefined ? {} : { deliveries }),
  };
}

const isLate = (due: string | undefined, at: string): boolean => due !== undefined && compareInstants(at, due) > 0;
