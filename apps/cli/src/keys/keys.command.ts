import { Command } from 'commander';
import { keysCreateCommand } from './keys-create.command.ts';
import { keysListCommand } from './keys-list.command.ts';
import { keysRevokeCommand } from './keys-revoke.command.ts';

export function keysCommand(): Command {
  return new Command('keys')
    .description('API keys: who may do what for which controllers')
    .addCommand(keysCreateCommand())
    .addCommand(keysListCommand())
    .addCommand(keysRevokeCommand());
}
