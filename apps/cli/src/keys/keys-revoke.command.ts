import { Command } from 'commander';
import { ledgerOf, outputOf } from '../ledger-access.ts';
import { printJson, printLine } from '../terminal/output.ts';

export function keysRevokeCommand(): Command {
  return new Command('revoke').description('revoke an API key at once').argument('<keyId>').action(revokeKey);
}

async function revokeKey(keyId: string, _options: unknown, command: Command): Promise<void> {
  const output = outputOf(command);
  await ledgerOf(command).revokeKey(keyId);
  if (output.isJson) await printJson(output, { keyId, revoked: true });
  else await printLine(output, 'Revoked.');
}
