import { age, collected, required, used } from '../records.ts';

export const email = ['pd:EmailAddress'];
/** An unknown age is no adult's: most acts turn on it. */
export const adult = age('18+');

export const registered = required({
  function: 'account-registration',
  purposes: ['dpv:ServiceRegistration'],
  categories: ['pd:TelephoneNumber', 'pd:EmailAddress', 'pd:Username', 'pd:Password'],
});

export const collects = (of: string, purpose: string, categories: readonly string[], more: object = {}) =>
  collected({ function: of, purposes: [purpose], categories, ...more });

export const uses = (purpose: string, more: object = {}) => used({ purposes: [purpose], categories: email, ...more });
