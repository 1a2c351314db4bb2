import { language, describe } from '../../event-definition.ts';
import { PolicyChangeAnnounced } from '../../policy/announcement.ts';
import { ACTS } from '../act.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';

const versionParameters = {};

export const polVersion = defineRuleKind({
  id: 'POL-VERSION',
  finds: ['POL-VERSION'],
  topic: 'policyChange',
  judges: ACTS,
  description: 'Whether the version of the policy that a record names is the one that was in force.',
  source: 'A8 POL-VERSION; KAAD-U1; KAMO-U1',
  parameters: versionParameters,
  compile: eachRule((fact, _context, { basis }: BoundRule<typeof versionParameters>): RuleResult | undefined => {
    const { policyVersion: cited } = fact;
    if (cited === undefined || basis.kind !== 'policy' || cited === basis.policyVersion) return undefined;
    const missing = { code: 'otherVersionCited', params: { cited, inForce: basis.policyVersion } } as const;
    return { rule: 'POL-VERSION', outcome: 'violates', bases: [basis], evidence: [], missing };
  }),
});

const languageParameters = { prevails: describe('Language of the text that prevails.', language) };

export const polLang = defineRuleKind({
  id: 'POL-LANG',
  finds: ['POL-LANG'],
  topic: 'policyChange',
  judges: [PolicyChangeAnnounced],
  description: 'Whether people were told of a change in the language of the text that prevails, there or before.',
  source: 'A8 POL-LANG; KAAD-U2',
  parameters: languageParameters,
  compile: eachRule((fact, { controller }, { basis, parameters: of }: BoundRule<typeof languageParameters>) => {
    if (!isFact(fact, PolicyChangeAnnounced) || fact.fields.language === undefined) return undefined;
    const { announcedVersion: version, language: told } = fact.fields;
    const isPrevailing = (one: string | undefined) =>
      one === of.prevails || one?.startsWith(`${of.prevails}-`) === true;
    const before = controller.announcements.find(
      (one) => one.announcedVersion === version && one.at <= fact.at && isPrevailing(one.language),
    );
    const answer = { rule: 'POL-LANG', bases: [basis], evidence: before === undefined ? [] : [before.id] } as const;
    if (isPrevailing(told) || before !== undefined) return { ...answer, outcome: 'conforms' } satisfies RuleResult;
    const missing = { code: 'prevailingTextNotAnnounced', params: { version, language: of.prevails } } as const;
    return { ...answer, outcome: 'gap', missing } satisfies RuleResult;
  }),
});
