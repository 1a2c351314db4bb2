import { describe, flag, list, oneOf, optional } from '../../event-definition.ts';
import { PersonalDataCorrected } from '../../processing/collection-and-use.ts';
import { PersonalDataDeleted } from '../../processing/leaving-scope.ts';
import { RecipientDeletionAnswered, RecipientDeletionNotified } from '../../recipient/deletion.ts';
import { touches } from '../categories.ts';
import { isFact } from '../fact.ts';
import type { Fact, FactOf } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleContext, RuleResult } from '../rule-kind.ts';
import type { Share } from '../state/share-state.ts';

const { of: answerGround } = RecipientDeletionAnswered.fields.ground;

const parameters = {
  onGrounds: optional(
    describe(
      'Deletions that are passed on, by what they were for. Left out: all.',
      list(oneOf(...PersonalDataDeleted.fields.ground.values), 12),
    ),
  ),
  corrections: optional(describe('What was corrected is passed on as well.', flag)),
  askDeletion: optional(describe('Recipients are asked to delete, and not only told.', flag)),
  exempt: describe('Why a recipient need not delete.', list(oneOf(...answerGround.values), 5)),
};

type Row = BoundRule<typeof parameters>;
type Told = Pick<RuleResult, 'outcome' | 'evidence' | 'missing'>;

export const delPropagate = defineRuleKind({
  id: 'DEL-PROPAGATE',
  finds: ['DEL-PROPAGATE'],
  topic: 'deletionPropagation',
  judges: [PersonalDataDeleted, PersonalDataCorrected, RecipientDeletionNotified, RecipientDeletionAnswered],
  description:
    'Whether whoever had been given the data was told to delete or correct it, and keeps it only for a reason.',
  source: 'A8 DEL-PROPAGATE; KAAD-R4; KAMO-R4; GDPR Art. 19',
  parameters,
  compile: eachRule((fact, context, row: Row): RuleResult | undefined => {
    const told = ask(fact, context, row);
    return told === undefined ? undefined : { rule: 'DEL-PROPAGATE', bases: [row.basis], ...told };
  }),
});

function ask(fact: Fact, context: RuleContext, row: Row): Told | undefined {
  if (isFact(fact, PersonalDataDeleted)) {
    const isMeant = row.parameters.onGrounds?.includes(fact.fields.ground) ?? true;
    return isMeant ? toRecipients(fact, context) : undefined;
  }
  if (isFact(fact, PersonalDataCorrected)) {
    return row.parameters.corrections === true ? toRecipients(fact, context) : undefined;
  }
  if (isFact(fact, RecipientDeletionNotified)) return ofNotice(fact.fields, row);
  return isFact(fact, RecipientDeletionAnswered) ? ofAnswer(fact.fields, row) : undefined;
}

function ofNotice(
  { recipient, deletionRequired }: FactOf<(typeof RecipientDeletionNotified)['fields']>['fields'],
  { parameters: of }: Row,
): Told {
  if (of.askDeletion !== true || deletionRequired === true) return { outcome: 'conforms', evidence: [] };
  return deletionRequired === false
    ? { outcome: 'violates', evidence: [], missing: { code: 'deletionNotAskedFor', params: { recipient } } }
    : { outcome: 'gap', evidence: [], missing: { code: 'deletionAskedNotDeclared', params: { recipient } } };
}

function ofAnswer(
  { recipient, outcome, ground }: FactOf<(typeof RecipientDeletionAnswered)['fields']>['fields'],
  { parameters: { exempt } }: Row,
): Told {
  if (outcome === 'confirmed' || (ground !== undefined && exempt.includes(ground))) {
    return { outcome: 'conforms', evidence: [] };
  }
  return ground === undefined
    ? { outcome: 'gap', evidence: [], missing: { code: 'exemptionNotDeclared', params: { recipient } } }
    : { outcome: 'violates', evidence: [], missing: { code: 'recipientKeeps', params: { recipient, exempt } } };
}

type Passed = Pick<Fact, 'at' | 'type'> & {
  readonly fields: { readonly categories: readonly string[]; readonly recipientsInformed?: readonly string[] };
};

/** Whether whoever had been given the data was told of its deletion or correction. */
function toRecipients({ at, type, fields }: Passed, { subject, controller, vocabulary }: RuleContext): Told {
  const { recipientsInformed: informed, categories } = fields;
  // An authority got it because the law demands it, and keeps it by law.
  const given = subject.shares.filter(
    (share) =>
      share.at <= at &&
      share.recipientKind !== 'authority' &&
      share.categories.some((category) => touches(vocabulary, categories, category)),
  );
  const deleted = type === PersonalDataDeleted.type ? [...subject.recipientsTold, ...controller.recipientsTold] : [];
  const told = deleted.filter((one) => one.at <= at);
  const isTold = ({ recipient, at: since }: Share) =>
    informed?.includes(recipient) === true || told.some((one) => one.recipient === recipient && one.at >= since);
  const recipients = [...new Set(given.filter((share) => !isTold(share)).map(({ recipient }) => recipient))];
  const evidence = given.map(({ id }) => id);
  if (recipients.length === 0) return { outcome: 'conforms', evidence };
  return informed === undefined
    ? { outcome: 'gap', evidence, missing: { code: 'recipientsToldNotDeclared', params: { recipients } } }
    : { outcome: 'violates', evidence, missing: { code: 'recipientsNotTold', params: { recipients } } };
}
