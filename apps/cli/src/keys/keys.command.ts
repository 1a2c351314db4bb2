import { Command } from 'commander';
import { keysCreateCommand } from './keys-create.command.ts';
import { keysListCommand } from './keys-list.command.ts';
import { keysRevokeCommand } from './keys-revoke.command.ts';
import { keysRotateCommand } from './keys-rotate.command.ts';
import type { ExitCode } from '../exit-code.ts';

export function keysCommand(setExitCode: (code: ExitCode) => void): Command {
  return new Command('keys')
    .description('API keys: who may do what for which controllers; and the key-encryption key (rotate)')
    .addCommand(keysCreateCommand())
    .addCommand(keysListCommand())
    .addCommand(keysRevokeCommand())
    .addCommand(keysRotateCommand(setExitCode));
}
