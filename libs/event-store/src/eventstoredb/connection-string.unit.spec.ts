import { describe, expect, it } from '@jest/globals';
import { checkedConnectionString } from './connection-string.ts';

describe('EventStoreDB connection strings', () => {
  it.each([
    'esdb://localhost:2113?tls=false',
    'esdb://localhost',
    'esdb+discover://cluster.example:2113',
    'esdb://ledger:se%40cret@node-1:2113,node-2:2113?tlsCaFile=%2Fetc%2Fca.crt&nodePreference=leader',
    'esdb://localhost?tls=true&user_cert_file=a&user-key-file=b&throwOnAppendFailure=true',
  ])('%s is given to the client as it is', (connectionString) => {
    expect(checkedConnectionString(connectionString)).toBe(connectionString);
  });

  it.each(['http://localhost', 'esdb://', 'localhost:2113', 'esdb://?tls=false'])(
    '%s is refused',
    (connectionString) => {
      expect(() => checkedConnectionString(connectionString)).toThrow('starts with esdb://');
    },
  );

  it.each([
    ['?throwOnAppendFailure=false', 'throwOnAppendFailure'],
    ['?throw_on_append_failure=FALSE', 'throwOnAppendFailure'],
    ['?tlsVerifyCert=false', 'tlsCaFile'],
    ['?colour=blue', 'unknown'],
    ['?tls', 'no value'],
    ['?tls=false?tls=true', 'one question mark'],
  ])('%s is refused, without a word of the password', (query, reason) => {
    const refused = () => checkedConnectionString(`esdb://admin:changeit@localhost:2113${query}`);
    expect(refused).toThrow(reason);
    expect(refused).not.toThrow('changeit');
  });

  it('leaves out tlsVerifyCert without TLS, at which the client would print the password', () => {
    expect(checkedConnectionString('esdb://a:b@localhost?tls=false&tlsVerifyCert=false')).toBe(
      'esdb://a:b@localhost?tls=false',
    );
    expect(checkedConnectionString('esdb://localhost?tls-verify-cert=false&tls=false')).toBe(
      'esdb://localhost?tls=false',
    );
  });
});
