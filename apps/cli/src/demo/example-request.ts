import { DemoError } from './demo-error.ts';

/** A request that is shown as `curl` and sent as it is shown. */
export interface ExampleRequest {
  readonly method: 'GET' | 'POST';
  /** From `/v1` on. */
  readonly path: string;
  /** Name of the shell variable that holds the token. */
  readonly tokenName: string;
  readonly accept?: string;
  readonly body?: object;
  /** A shell command the answer is piped into. */
  readonly pipe?: string;
}

export function asCurl({ method, path, tokenName, accept, body, pipe }: ExampleRequest): string {
  const parts = [
    `curl -s ${method === 'GET' ? '' : `-X ${method} `}"$LEDGER${path}"`,
    `-H "Authorization: Bearer $${tokenName}"`,
    ...(accept === undefined ? [] : [`-H "Accept: ${accept}"`]),
    ...(body === undefined ? [] : ['-H "Content-Type: application/json"', `-d '${JSON.stringify(body)}'`]),
  ];
  return `${parts.join(' \\\n    ')}${pipe === undefined ? '' : ` | ${pipe}`}`;
}

/** @throws DemoError if the answer is not one */
export async function send(
  { method, path, accept, body }: ExampleRequest,
  { baseUrl, token }: { readonly baseUrl: string; readonly token: string },
): Promise<string> {
  const answer = await fetch(`${baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(accept === undefined ? {} : { accept }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new DemoError('refused', `${method} ${path} answered ${answer.status}: ${text.slice(0, 400)}`);
  return text;
}
