import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { collected, newEvents, refusalOf, streamName } from '../conformance/adapter-under-test.ts';
import { EventStoreDbEventStore } from './eventstoredb-event-store.ts';
import { DoubleServer } from './fault-double/double-server.ts';

const hasOpenssl = ((): boolean => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

const title = "TLS and credentials in the connection string (fault double, no real server: the adapter's handling)";
(hasOpenssl ? describe : describe.skip)(hasOpenssl ? title : `${title} (no openssl to make a certificate)`, () => {
  let directory = '';
  let server: DoubleServer;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'event-store-tls-'));
    const [key, certificate] = [join(directory, 'tls.key'), join(directory, 'tls & ca.crt')];
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
    ];
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync('openssl', [...request, ...names, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
    const tls = { key: readFileSync(key), certificate: readFileSync(certificate) };
    server = new DoubleServer({ tls, login: 'ledger:p@ss:word' });
    await server.start();
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true });
  });

  const append = () => ({ streamName: streamName(), expectedRevision: 'noStream' as const, events: newEvents(2) });
  const withStore = async (login: string, query: string, use: (store: EventStoreDbEventStore) => Promise<void>) => {
    const connectionString = `esdb://${login}localhost:${server.port}${query}`;
    const store = await EventStoreDbEventStore.open({ connectionString, callTimeoutMs: 3_000 });
    await use(store).finally(() => store.close());
  };
  const trusted = () => `?tls=true&tlsCaFile=${encodeURIComponent(join(directory, 'tls & ca.crt'))}`;

  it('reach a server whose authority is named, with the password as it is meant', async () => {
    await withStore('ledger:p%40ss%3Aword@', trusted(), async (store) => {
      const { streamName: name, ...rest } = append();
      expect((await store.append({ streamName: name, ...rest })).revision).toBe(1);
      expect(await collected(store.readStream(name))).toHaveLength(2);
    });
  });

  it.each([
    ['other credentials', 'ledger:guess@'],
    ['none', ''],
  ])('are refused with %s: nothing is appended, and a subscription does not try for ever', async (_, login) => {
    await withStore(login, trusted(), async (store) => {
      const refused = { code: 'unavailable', actualRevision: undefined };
      expect(await refusalOf(store.append(append()))).toEqual(refused);
      expect(await refusalOf(store.lastPosition())).toEqual(refused);
      expect(await refusalOf(collected(store.subscribeToAll()))).toEqual(refused);
    });
  });

  it('do not reach a server whose authority is unknown', async () => {
    await withStore('ledger:p%40ss%3Aword@', '', async (store) => {
      expect(await refusalOf(store.append(append()))).toEqual({ code: 'unavailable', actualRevision: undefined });
    });
  });
});
