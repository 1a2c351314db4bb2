import { describe, expect, it } from '@jest/globals';
import { shutDown, shutDownOnSignals, type ShutdownStep } from './shutdown.ts';

function given(steps: { readonly [name: string]: () => Promise<void> }) {
  const log: string[] = [];
  const told = (fields: unknown, message?: string) =>
    void log.push(`${String((fields as { part?: string }).part)} ${message}`);
  const list: ShutdownStep[] = Object.entries(steps).map(([name, close]) => ({ name, close }));
  return { log, options: { steps: list, graceMs: 40, log: { info: told, error: told } } };
}

const closes = () => Promise.resolve();
const fails = () => Promise.reject(new Error('stuck'));
const hangs = () => new Promise<void>(() => undefined);

describe('shutDown', () => {
  it('closes in order', async () => {
    const { log, options } = given({ server: closes, projector: closes, store: closes });
    expect(await shutDown(options)).toBe('clean');
    expect(log).toEqual(['server closed', 'projector closed', 'store closed']);
  });

  it('closes the rest when a part fails', async () => {
    const { log, options } = given({ server: fails, store: closes });
    expect(await shutDown(options)).toBe('failed');
    expect(log).toEqual(['server did not close cleanly', 'store closed']);
  });

  it('ends in time when a part hangs', async () => {
    const { log, options } = given({ server: hangs, store: closes });
    expect(await shutDown(options)).toBe('outOfTime');
    expect(log).toEqual(['undefined not everything was closed in time']);
  });
});

describe('shutDownOnSignals', () => {
  it('ends with 0 when everything closed, and at once on a second signal', async () => {
    const { options } = given({ server: closes });
    const codes: number[] = [];
    const forget = shutDownOnSignals(options, (code) => void codes.push(code));
    process.emit('SIGTERM');
    process.emit('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 10));
    forget();
    expect(codes).toEqual([1, 0]);
  });
});
