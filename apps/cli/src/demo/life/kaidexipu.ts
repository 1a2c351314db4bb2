import type { Chronicle, Life } from './chronicle.ts';
import type { Person } from './people.ts';
import { filePaperwork } from './paperwork.ts';
import type { Paperwork } from './paperwork.ts';
import * as say from './phrases.ts';

/** Its notices show its policy, which names no address and tells nothing of retention. */
const PAPERWORK: Paperwork = {
  purposes: ['dpv:ServiceRegistration', 'dpv:ServiceOptimisation', 'dpv:ServiceUsageAnalytics'],
  categories: [
    ...['pd:Name', 'pd:EmailAddress', 'pd:TelephoneNumber', 'pd:UserAgent', 'pd:BrowsingBehaviour'],
    ...['pd:Identifier', 'pd:ServiceConsumptionBehaviour'],
  ],
  agreements: [],
  legalBases: ['local:PIPL-13-2'],
};

/** A small software maker. Under eighteen, a guardian has to agree in writing; one child's did not (`KAID-*`). */
export function tellKaidexipu(chronicle: Chronicle, people: readonly Person[]): void {
  filePaperwork(chronicle, PAPERWORK);
  for (const [place, person] of people.entries()) {
    const life = chronicle.begin(person, say.accountOf(chronicle.company, person, [say.emailOf(person)]));
    // The first two are always there, however few people the demo has.
    if (place === 0) tellMinor(life, { agreed: true });
    else if (place === 1) tellMinor(life, { agreed: false });
    else if (life.random.chance(0.05)) tellMinor(life, { agreed: true });
    else tellUser(life);
  }
}

function tellMinor(life: Life, guardian: { readonly agreed: boolean }): void {
  const { random } = life;
  life.tell('SubjectAgeAsserted', { band: guardian.agreed ? '16-17' : '14-15', basis: 'declared' });
  if (!guardian.agreed) {
    register(life, {});
    browse(life);
    life.passDays(2, 4);
    life.tell('PersonalDataDeleted', {
      categories: ['pd:Name', 'pd:EmailAddress'],
      method: 'erasure',
      ground: 'minorWithoutConsent',
    });
    return;
  }
  life.passDays(0.2, 4);
  life.tell('GuardianVerified', { method: random.pick(['signedForm', 'videoCall'] as const), relationship: 'parent' });
  const consentRef = life.tellForReference('ConsentGiven', {
    scope: { purposes: ['dpv:ServiceRegistration'], categories: ['pd:Name', 'pd:EmailAddress', 'pd:TelephoneNumber'] },
    form: 'written',
    givenBy: 'guardian',
    channel: 'paper',
    evidenceRef: 'guardian-form',
  });
  register(life, { legalBasis: 'local:GuardianConsent', consentRef });
  browse(life);
}

/** Registering counts as consent here, which the law does not take for one (PIPL Art. 14). */
function tellUser(life: Life): void {
  say.assertAdult(life);
  register(life, { legalBasis: 'dpv:ImpliedConsent' });
  life.tell('PolicyAcceptanceDeemed', { by: 'registration' });
  for (let rounds = life.random.whole(1, 3); rounds > 0; rounds -= 1) browse(life);
  if (life.random.chance(0.2)) {
    life.passDays(1, 60);
    life.tell('PersonalDataCorrected', { categories: ['pd:TelephoneNumber'], requestedBy: 'subject' });
  }
  if (!life.random.chance(0.08)) return;
  life.passDays(5, 100);
  say.cancelAccount(life, { requestedBy: 'subject', categories: ['pd:Name', 'pd:EmailAddress'], promisedDays: 30 });
}

function register(life: Life, basis: { readonly legalBasis?: string; readonly consentRef?: string }): void {
  life.tell(
    'PersonalDataCollected',
    {
      function: 'account-registration',
      categories: say.required('pd:Name', 'pd:EmailAddress', 'pd:TelephoneNumber'),
      source: say.FROM_SUBJECT,
      purposes: ['dpv:ServiceRegistration'],
      ...basis,
    },
    { details: { 'pd:Name': life.person.name, ...say.contactDetails(life.person) } },
  );
}

/** Cookies and beacons, for the page and for what its advertisements do (KAID-K1, K2). */
function browse(life: Life): void {
  life.passDays(1, 30);
  life.tell('PersonalDataCollected', {
    function: 'visit',
    categories: say.automatic('pd:UserAgent', 'pd:BrowsingBehaviour'),
    source: say.FROM_DEVICE,
    purposes: ['dpv:ServiceOptimisation'],
    legalBasis: 'local:PIPL-13-2',
  });
  if (!life.random.chance(0.5)) return;
  life.tell('PersonalDataUsed', {
    operation: 'dpv:Tracking',
    function: 'web-beacons',
    purposes: ['dpv:ServiceUsageAnalytics'],
    categories: ['pd:ServiceConsumptionBehaviour'],
    legalBasis: 'local:PIPL-13-2',
  });
}
