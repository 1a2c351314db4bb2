import { Command } from 'commander';
import { ledgerOf, outputOf } from '../ledger-access.ts';
import { note, printJson, printLine } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import { packTextOf } from './pack-text.ts';

const HELP = `
The ledger answers once records are judged by it. The same version again is harmless; a changed text needs a version of another name.
What is wrong in the pack is told with line and column; \`pdl policy lint\` tells it beforehand.
`;

export function policyPublishCommand(): Command {
  return new Command('publish')
    .description('publish a version of a policy, by which records are judged from its effectiveFrom on')
    .argument('<pack.yaml>', 'policy pack, YAML or JSON')
    .addHelpText('after', HELP)
    .action(publish);
}

async function publish(file: string, _options: unknown, command: Command): Promise<void> {
  const output = outputOf(command);
  const text = await packTextOf(file);
  const ledger = ledgerOf(command);
  if (!output.isJson) note(output, 'Publishing …');
  const published = await ledger.publishPolicy(text);
  if (output.isJson) {
    await printJson(output, published);
    return;
  }
  const { controllerId, policyVersion, effectiveFrom } = published;
  await printLine(
    output,
    printable(
      `Published ${policyVersion} of ${controllerId}. What happens from ${effectiveFrom} on is judged by it and the law.`,
    ),
  );
}
