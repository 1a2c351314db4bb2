import { BackupRestored } from '../../backup/index.ts';
import { isFact } from '../fact.ts';
import { defineRuleKind, eachRule } from '../rule-kind.ts';
import type { BoundRule, RuleResult } from '../rule-kind.ts';

const parameters = {};

export const delBackup = defineRuleKind({
  id: 'DEL-BACKUP',
  finds: ['DEL-BACKUP'],
  topic: 'backups',
  judges: [BackupRestored],
  description:
    'Whether what had been deleted was deleted again after a backup was restored. That an isolated copy is not used, USE-STOPPED asks.',
  source: 'A8 DEL-BACKUP; CLEX-R7; KAAD-R5; KAMO-R5; PIPL Art. 47(2)',
  parameters,
  compile: eachRule((fact, _context, { basis }: BoundRule<typeof parameters>): RuleResult | undefined => {
    if (!isFact(fact, BackupRestored)) return undefined;
    const answer = { rule: 'DEL-BACKUP', bases: [basis], evidence: [] } as const;
    if (fact.fields.redeletionDone) return { ...answer, outcome: 'conforms' };
    const missing = { code: 'deletedCameBack', params: { backup: fact.fields.backupRef } } as const;
    return { ...answer, outcome: 'violates', missing };
  }),
});
