import { describe, expect, it } from '@jest/globals';
import { addressFault, mayConnect } from './webhook-address.ts';

const PUBLIC = { allowLoopback: false };
const DEVELOPMENT = { allowLoopback: true };

describe('where messages may be sent', () => {
  it.each([
    ...[
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '172.31.255.255',
      '192.168.0.1',
      '224.0.0.1',
    ],
    ...['255.255.255.255', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:10.0.0.1', '::ffff:8.8.8.8', '64:ff9b::a00:1'],
    ...['2002:7f00:1::', '2001:db8::1', 'ff02::1', 'localhost', ''],
  ])('is not %s', (address) => {
    expect(mayConnect(address, PUBLIC)).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '2a00:1450::1'])('is %s', (address) => {
    expect(mayConnect(address, PUBLIC)).toBe(true);
  });

  it('is loopback only in development, and nothing else beside', () => {
    expect(['127.0.0.1', '127.8.0.1', '::1'].map((address) => mayConnect(address, DEVELOPMENT))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['10.0.0.1', '169.254.169.254'].map((address) => mayConnect(address, DEVELOPMENT))).toEqual([false, false]);
  });
});

describe('the address of an endpoint', () => {
  it.each([
    ['https://crm.example.com/hooks', undefined],
    ['https://crm.example.com:8443/hooks?tenant=1', undefined],
    ['http://crm.example.com/hooks', 'notHttps'],
    ['ftp://crm.example.com/hooks', 'notHttps'],
    ['https://user:word@crm.example.com/', 'hasCredentials'],
    ['https://crm.example.com/#here', 'malformed'],
    ['crm.example.com', 'malformed'],
    ['https://', 'malformed'],
    // Written so that a naive look does not see it.
    ['https://127.0.0.1/', 'notPublic'],
    ['https://2130706433/', 'notPublic'],
    ['https://0x7f.1/', 'notPublic'],
    ['https://0300.0250.0.1/', 'notPublic'],
    ['https://[::1]/', 'notPublic'],
    ['https://[::ffff:169.254.169.254]/', 'notPublic'],
    ['https://8.8.8.8/', undefined],
    ['https://localhost/x', 'notPublic'],
    ['https://LocalHost./x', 'notPublic'],
    ['https://foo.localhost/', 'notPublic'],
    ['https://mylocalhost/', undefined],
    ['https://localhost.example.com/', undefined],
  ])('%s: %s', (url, fault) => {
    expect(addressFault(url, PUBLIC)).toBe(fault);
  });

  it.each([
    ['http://127.0.0.1:9000/hooks', undefined],
    ['http://localhost:9000/hooks', undefined],
    ['http://[::1]:9000/', undefined],
    ['https://10.0.0.1/', 'notPublic'],
    ['http://crm.example.com/', 'notHttps'],
  ])('%s in development: %s', (url, fault) => {
    expect(addressFault(url, DEVELOPMENT)).toBe(fault);
  });
});
