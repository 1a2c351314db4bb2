import { BlockList, isIP } from 'node:net';

export type AddressFault = 'malformed' | 'notHttps' | 'hasCredentials' | 'notPublic';

export interface AddressRules {
  /** Services on this very machine may be told, by `http` as well. */
  readonly allowLoopback: boolean;
}

/** Addresses that are nobody's on the internet, or a neighbour's of this machine (IANA special-purpose registries). */
const NOT_PUBLIC_V4 = blockListOf('ipv4', [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
]);
/** Of version 6 only global unicast is public, without what leads to other addresses (Teredo, 6to4) or is for documents. */
const GLOBAL_UNICAST_V6 = blockListOf('ipv6', ['2000::/3']);
const NOT_PUBLIC_V6 = blockListOf('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
const LOOPBACK_V4 = blockListOf('ipv4', ['127.0.0.0/8']);

function blockListOf(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [net = '', prefix = ''] = network.split('/');
    list.addSubnet(net, Number(prefix), family);
  }
  return list;
}

const isLoopbackAddress = (address: string): boolean =>
  isIP(address) === 6 ? address === '::1' : LOOPBACK_V4.check(address, 'ipv4');

/** Whether a message may be sent to this address of a machine. */
export function mayConnect(address: string, { allowLoopback }: AddressRules): boolean {
  if (allowLoopback && isLoopbackAddress(address)) return true;
  const family = isIP(address);
  if (family === 4) return !NOT_PUBLIC_V4.check(address, 'ipv4');
  return family === 6 && GLOBAL_UNICAST_V6.check(address, 'ipv6') && !NOT_PUBLIC_V6.check(address, 'ipv6');
}

/** The host of a URL as it is connected to: without the brackets of version 6. */
export const hostIn = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** A name that every machine has for itself: `localhost` and all below it, with or without the dot of the root (RFC 6761 §6.3). */
const isLoopbackName = (host: string): boolean => /(?:^|\.)localhost\.?$/.test(host);

/** What is wrong with an address before anybody asks who is there; who is there is looked at whenever a message is sent. */
export function addressFault(written: string, rules: AddressRules): AddressFault | undefined {
  const url = URL.parse(written);
  if (url === null || url.hash !== '') return 'malformed';
  if (url.username !== '' || url.password !== '') return 'hasCredentials';
  const host = hostIn(url);
  const isName = isIP(host) === 0;
  const onLoopback = rules.allowLoopback && (isName ? isLoopbackName(host) : isLoopbackAddress(host));
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && onLoopback)) return 'notHttps';
  const isPublic = isName ? onLoopback || !isLoopbackName(host) : mayConnect(host, rules);
  return isPublic ? undefined : 'notPublic';
}
