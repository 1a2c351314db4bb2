import { Command } from 'commander';
import { ledgerOf, outputOf } from '../ledger-access.ts';
import { printJson, printLine } from '../terminal/output.ts';
import { tableLines } from '../terminal/table.ts';

const COLUMNS = [
  { title: 'KEY', widthMax: 36 },
  { title: 'HOLDER', widthMax: 32 },
  { title: 'ROLES', widthMax: 32 },
  { title: 'CONTROLLERS', widthMax: 40 },
  { title: 'EXPIRES', widthMax: 25 },
  { title: 'REVOKED', widthMax: 25 },
];

export function keysListCommand(): Command {
  return new Command('list').description('list the API keys').action(listKeys);
}

async function listKeys(_options: unknown, command: Command): Promise<void> {
  const output = outputOf(command);
  const keys = await ledgerOf(command).listKeys();
  if (output.isJson) {
    await printJson(output, keys);
    return;
  }
  const rows = keys.map(({ keyId, name, roles, controllers, expiresAt, revokedAt }) => [
    keyId,
    name ?? '(erased)',
    roles.join(', '),
    controllers === 'all' ? 'all' : controllers.join(', '),
    expiresAt ?? '',
    revokedAt ?? '',
  ]);
  for (const line of tableLines(COLUMNS, rows)) await printLine(output, line);
}
