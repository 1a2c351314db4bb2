import { collected, used } from '../records.ts';

export const email = ['pd:EmailAddress'];

export const collects = (of: string, purpose: string, categories: readonly string[], more: object = {}) =>
  collected({ function: of, purposes: [purpose], categories, source: { kind: 'device' }, ...more });

export const uses = (purpose: string, more: object = {}) => used({ purposes: [purpose], categories: email, ...more });
