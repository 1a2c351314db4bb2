import type { CommandBus, ICommand } from '@nestjs/cqrs';
import type { Tracing } from './tracing.ts';

/** A span for each command, named by its class. Nest has no place of its own to put something around every handler. */
export function traceCommands(bus: CommandBus, tracing: Tracing): void {
  const execute = bus.execute.bind(bus) as (command: ICommand, ...rest: unknown[]) => Promise<unknown>;
  const traced = (command: ICommand, ...rest: unknown[]): Promise<unknown> =>
    tracing.within({ name: command.constructor.name, kind: 'internal' }, () => execute(command, ...rest));
  bus.execute = traced;
}
