import { age, collected, required, used } from '../records.ts';

export const email = ['pd:EmailAddress'];
/** An unknown age is no adult's: collecting and using turn on it. */
export const adult = age('18+');

export const registered = required({
  function: 'account-registration',
  purposes: ['dpv:ServiceRegistration'],
  categories: ['pd:Name', 'pd:EmailAddress', 'pd:TelephoneNumber'],
});

export const collects = (of: string, purpose: string, categories: readonly string[], more: object = {}) =>
  collected({ function: of, purposes: [purpose], categories, source: { kind: 'device' }, ...more });

export const uses = (purpose: string, more: object = {}) => used({ purposes: [purpose], categories: email, ...more });
