/** The package has no types of its own; this much of it is used here. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export default class Provider {
    constructor(issuer: string, configuration: { readonly [option: string]: unknown });
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }
}
