import { v5 as uuidv5 } from 'uuid';
import type { RuleId } from '#libs/domain';

/** Namespace of UUIDv5 (RFC 9562 §5.5) for findings. Record ids are random or keyed, so nothing can be guessed from theirs. */
const NAMESPACE = '2f6f2a3e-6c0b-5c43-9d52-0a2f1b6f7c11';

/** Id of the finding about a record and a rule: the same for ever, so that it is raised once. */
export const findingIdOf = (recordId: string, rule: RuleId): string => uuidv5(`${recordId} ${rule}`, NAMESPACE);

/** Id of the event with this number of a finding. */
export const findingEventIdOf = (findingId: string, number: number): string => uuidv5(String(number), findingId);
