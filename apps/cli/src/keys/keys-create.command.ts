import { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { ledgerOf, outputOf } from '../ledger-access.ts';
import { listed } from '../option-values.ts';
import { note, printJson, printLine } from '../terminal/output.ts';

interface CreateOptions {
  readonly name: string;
  readonly label?: string;
  readonly role: readonly string[];
  readonly controller?: readonly string[];
  readonly allControllers?: boolean;
  readonly subject?: string;
  readonly expires?: string;
}

export function keysCreateCommand(): Command {
  return new Command('create')
    .description('make an API key; its token is shown this once')
    .requiredOption('--name <text>', 'who holds the key: a service or a person; stored sealed')
    .option('--label <slug>', 'what it is for; stored in clear')
    .requiredOption('--role <roles>', 'emitter, auditor, dpo, regulator, subject, admin', listed)
    .option('--controller <ids>', 'data controllers the key is bound to', listed)
    .option('--all-controllers', 'bind the key to no data controller in particular')
    .option('--subject <subjectId>', 'the person a key of the role subject belongs to')
    .option('--expires <instant>', 'RFC 3339 with offset, such as 2027-01-01T00:00:00Z')
    .action(createKey);
}

async function createKey(options: CreateOptions, command: Command): Promise<void> {
  const { name, label, role, controller, allControllers, subject, expires } = options;
  if ((controller === undefined) === (allControllers !== true)) {
    throw new CliError('usage', 'Give either --controller or --all-controllers.');
  }
  const output = outputOf(command);
  const created = await ledgerOf(command).createKey({
    name,
    roles: role,
    controllers: controller ?? 'all',
    ...(label === undefined ? {} : { label }),
    ...(subject === undefined ? {} : { subjectId: subject }),
    ...(expires === undefined ? {} : { expiresAt: expires }),
  });
  if (output.isJson) {
    await printJson(output, created);
    return;
  }
  note(output, `Key ${created.keyId}. Its token, shown this once:`);
  await printLine(output, created.token);
}
