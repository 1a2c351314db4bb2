import { noticeFor, required } from '../records.ts';
import type { CaseRecord, PolicyCase } from '../policy-case.ts';

export const email = ['pd:EmailAddress'];

export const registration = {
  function: 'account-registration',
  purposes: ['dpv:ServiceRegistration'],
};
export const registered = required({ ...registration, categories: ['pd:TelephoneNumber', 'pd:EmailAddress'] });

/** The record after the notice that comes before it. */
export const noticed = (when: CaseRecord): Pick<PolicyCase, 'given' | 'when'> => ({ given: [noticeFor(when)], when });
