import { country, describe, flag, optional } from '../../event-definition.ts';
import { PersonalDataShared } from '../../processing/handing-over.ts';
import { isFact } from '../fact.ts';
import type { Fact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, Context, RuleResult } from '../rule-kind.ts';

const parameters = {
  legalDocument: optional(describe('The authority has to produce a legal document.', flag)),
  encrypted: optional(describe('What is handed over has to be encrypted.', flag)),
  investigation: optional(describe('It has to be for one investigation, which is named.', flag)),
  approvedAbroad: optional(describe('An authority outside this country gets nothing without an approval.', country)),
};

export const authDocs = defineRuleKind({
  id: 'AUTH-DOCS',
  finds: ['AUTH-DOCS'],
  topic: 'authorityDisclosure',
  judges: [PersonalDataShared],
  description: 'Whether an authority got data only against what it has to produce, and protected.',
  source: 'A8 AUTH-DOCS; KAAD-P2; PIPL Art. 41',
  parameters,
  compile: eachRule(ask),
});

function ask(fact: Fact, _context: Context, { basis, parameters: of }: BoundRule<typeof parameters>) {
  if (!isFact(fact, PersonalDataShared) || fact.fields.recipientKind !== 'authority') return undefined;
  const { recipient, legalOrderRef, investigationRef, approvalRef, encrypted, country: where } = fact.fields;
  const params = { recipient };
  const answer = { rule: 'AUTH-DOCS', bases: [basis], evidence: [] } as const;
  const isAbroad = of.approvedAbroad !== undefined && where !== undefined && where.slice(0, 2) !== of.approvedAbroad;
  const violation = (code: 'legalDocumentMissing' | 'notEncrypted' | 'approvalMissing'): RuleResult => ({
    ...answer,
    outcome: 'violates',
    missing: { code, params },
  });
  const gap = (code: 'encryptionNotDeclared' | 'investigationNotNamed'): RuleResult => ({
    ...answer,
    outcome: 'gap',
    missing: { code, params },
  });
  if (of.legalDocument === true && legalOrderRef === undefined) return violation('legalDocumentMissing');
  if (isAbroad && approvalRef === undefined) return violation('approvalMissing');
  if (of.encrypted === true && encrypted === false) return violation('notEncrypted');
  if (of.encrypted === true && encrypted === undefined) return gap('encryptionNotDeclared');
  if (of.investigation === true && investigationRef === undefined) return gap('investigationNotNamed');
  const asksAnything = of.legalDocument === true || of.encrypted === true || of.investigation === true || isAbroad;
  return asksAnything ? ({ ...answer, outcome: 'conforms' } satisfies RuleResult) : undefined;
}
