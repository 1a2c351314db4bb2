import { Command } from 'commander';
import { lintPolicyPack, loadVocabulary } from '#libs/policy-packs';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { outputOf } from '../ledger-access.ts';
import { note, printJson, printLine } from '../terminal/output.ts';
import { lintLines, lintSummary } from './lint-lines.ts';
import { packTextOf } from './pack-text.ts';

const HELP = `
Needs no ledger. Faults keep a pack from being published, and the command then ends with 1. Remarks do not:
  unruled              records on this topic will all be gaps: add a row, or name the topic in silentOn
  contradiction        another rule says the opposite of the same thing, and records are judged by both
  repeatedRule         the same rule stands in the pack before
  repeatedEntry        the same entry stands in the list before
  outOfScope           a rule about nothing but what a SCOPE-OUT row takes out
  note                 what is wrong with a clause, or how it was read
  notMachineCheckable  no record can decide the row, and why
  silent               the policy says nothing, so that the law alone decides
YAML that cannot be read, what does not fit the schema, and what contradicts itself are told one after the other, each as a whole.
`;

export function policyLintCommand(setExitCode: (code: ExitCode) => void): Command {
  return new Command('lint')
    .description('tell what is wrong in a policy pack, and what its author should know, without a ledger')
    .argument('<pack.yaml>', 'policy pack, YAML or JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, _options: unknown, command: Command) => {
      const output = outputOf(command);
      const linted = lintPolicyPack({ file, text: await packTextOf(file) }, loadVocabulary());
      const { faults, remarks } = linted;
      if (faults.length > 0) setExitCode(EXIT.failed);
      if (output.isJson) {
        await printJson(output, { faults, remarks });
        return;
      }
      for (const line of lintLines(linted)) await printLine(output, line);
      note(output, lintSummary(linted));
    });
}
