import { lookup as lookUp } from 'node:dns';
import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { addressFault, mayConnect, type AddressRules } from './webhook-address.ts';

/** Longest time until a service has answered, in milliseconds: it is to take the message, not to carry it out. */
const ANSWER_MS_MAX = 10_000;
const NOT_ALLOWED = 'ADDRESS_NOT_ALLOWED';

export type PostFailure = 'refused' | 'unreachable' | 'timedOut' | 'addressNotAllowed';
/** `status`: of the answer, where one came. */
export type Posted = 'taken' | { readonly failure: PostFailure; readonly status?: number };

export interface Post {
  readonly url: string;
  readonly headers: { readonly [header: string]: string };
  readonly body: string;
}

/**
 * Send a message once. Names are looked up anew each time and only what may be connected to is, so that a name that pointed
 * elsewhere when it was registered leads nowhere; a redirection is followed nowhere.
 */
export async function postWebhook({ url: written, headers, body }: Post, rules: AddressRules): Promise<Posted> {
  if (addressFault(written, rules) !== undefined) return { failure: 'addressNotAllowed' };
  const url = new URL(written);
  const request = url.protocol === 'https:' ? requestByHttps : requestByHttp;
  return new Promise((resolve) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        agent: false,
        lookup: guardedLookup(rules),
        signal: AbortSignal.timeout(ANSWER_MS_MAX),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'personal-data-ledger',
        },
      },
      (answer) => {
        const { statusCode = 0 } = answer;
        // What it says beside the status is of no interest, however long it is.
        answer.destroy();
        resolve(statusCode >= 200 && statusCode < 300 ? 'taken' : { failure: 'refused', status: statusCode });
      },
    );
    outgoing.on('error', (error) => resolve({ failure: failureOf(error) }));
    outgoing.end(body);
  });
}

function guardedLookup(rules: AddressRules): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) callback(error, []);
      else if (!addresses.every(({ address }) => mayConnect(address, rules))) {
        callback(
          Object.assign(new Error('The name leads to an address that is not public.'), { code: NOT_ALLOWED }),
          [],
        );
      } else if (options.all === true) callback(null, addresses);
      else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  };
}

function failureOf(error: Error): PostFailure {
  const code: unknown = Reflect.get(error, 'code');
  if (code === NOT_ALLOWED) return 'addressNotAllowed';
  return code === 'ABORT_ERR' ? 'timedOut' : 'unreachable';
}
