import { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import { policyLintCommand } from './policy-lint.command.ts';
import { policyPublishCommand } from './policy-publish.command.ts';

export function policyCommand(setExitCode: (code: ExitCode) => void): Command {
  return new Command('policy')
    .description('policies as data: what a company promises, clause by clause')
    .addCommand(policyLintCommand(setExitCode))
    .addCommand(policyPublishCommand());
}
