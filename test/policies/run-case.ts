import {
  compilePolicy,
  decode,
  definitions,
  encode,
  evolveController,
  evolveSubject,
  factFrom,
  initialControllerState,
  initialSubjectState,
  judge,
} from '#libs/domain';
import type { CompiledPolicy, Context, EventDefinition, Fact, PolicyPack, Verdict, Vocabulary } from '#libs/domain';
import { loadCalendars, temporalTime } from '#libs/policy-packs';
import { START } from './policy-case.ts';
import type { CaseRecord, PolicyCase } from './policy-case.ts';

const calendars = loadCalendars();
const HOUR = 3_600_000;
const SUBJECT_ID = '00000000-0000-4000-8000-0000000000aa';

/** The policy without one of its rows, to see what the row decides. */
export function withoutRow(pack: PolicyPack, id: string): PolicyPack {
  return { ...pack, rows: pack.rows.filter((row) => row.id !== id) };
}

/** Judge the case's record by the policy alone. */
export function verdictOf(policyCase: PolicyCase, policy: CompiledPolicy, vocabulary: Vocabulary): Verdict {
  const facts = factsOf(policyCase, policy.pack.controllerId, vocabulary);
  const [when, ...given] = facts.toReversed();
  if (when === undefined) throw new Error('A case has at least one record.');
  return judge(when, contextAfter(given.toReversed()), { policy, laws: [] });
}

export function contextAfter(facts: readonly Fact[]): Context {
  const subject = facts.filter(({ subjectId }) => subjectId !== undefined).reduce(evolveSubject, initialSubjectState);
  const controller = facts
    .filter(({ subjectId }) => subjectId === undefined)
    .reduce(evolveController, initialControllerState);
  return { subject, controller };
}

/** The case's records as facts, the one in question last. Each goes through the codec, so that none is malformed. */
export function factsOf(
  { given = [], when }: Pick<PolicyCase, 'given' | 'when'>,
  controllerId: string,
  vocabulary: Vocabulary,
): readonly Fact[] {
  const names = new Map<string, string>();
  let at = Date.parse(START) - HOUR;
  return [...given, when].map((record, index) => {
    const id = `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;
    at = record.at === undefined ? at + HOUR : Date.parse(record.at);
    if (record.name !== undefined) names.set(record.name, id);
    const { data } = encode(
      definitionOf(record),
      {
        envelope: {
          controllerId,
          occurredAt: record.at ?? new Date(at).toISOString(),
          ...(record.policyVersion === undefined ? {} : { policyVersion: record.policyVersion }),
          ...(record.jurisdictions === undefined ? {} : { jurisdictions: record.jurisdictions }),
          ...(record.aboutNobody === true ? {} : { subjectId: SUBJECT_ID }),
        },
        fields: named(record.data, names) as { readonly [field: string]: unknown },
      },
      vocabulary,
    );
    return factFrom(id, decode(record.type, data));
  });
}

function definitionOf({ type }: CaseRecord): EventDefinition {
  const definition = definitions.get(type);
  if (definition === undefined) throw new Error(`No record type is called ${type}.`);
  return definition;
}

/** The value with `$name` replaced by the id of the record of that name; of a name nobody has, by an id nobody has. */
function named(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string' && value.startsWith('$')) {
    return names.get(value.slice(1)) ?? 'ffffffff-ffff-4fff-8fff-ffffffffffff';
  }
  if (Array.isArray(value)) return value.map((item) => named(item, names));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item, names)]));
}

export function compiled(pack: PolicyPack, vocabulary: Vocabulary): CompiledPolicy {
  return compilePolicy(pack, { vocabulary, time: temporalTime, calendars });
}
