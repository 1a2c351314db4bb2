import { rmSync } from 'node:fs';
import 'reflect-metadata';
import { createLedgerApp } from '../../apps/ledger/src/create-ledger-app.ts';
import { loadSettings } from '../../apps/ledger/src/settings/index.ts';
import { newDataDir } from './ledger-process.ts';

export interface ServedRoute {
  readonly method: string;
  /** Template, parameters as `:name`. */
  readonly path: string;
}

/** Every route of the whole application, as Fastify's router draws its own tree: also what no controller declares. */
export async function servedRoutes(): Promise<readonly ServedRoute[]> {
  const dataDir = newDataDir();
  const { app, close } = await createLedgerApp(loadSettings({ PDL_DATA_DIR: dataDir, PDL_LOG_LEVEL: 'silent' }));
  try {
    return routesIn(app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false }));
  } finally {
    await close();
    rmSync(dataDir, { recursive: true });
  }
}

function routesIn(drawing: string): ServedRoute[] {
  const above: string[] = [];
  return drawing.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?$/u.exec(line) ?? [];
    if (segment === '') return [];
    const depth = indent.length / 4;
    above.splice(depth, above.length, `${above[depth - 1] ?? ''}${segment}`);
    return methods === '' ? [] : methods.split(', ').map((method) => ({ method, path: above[depth] ?? '' }));
  });
}
