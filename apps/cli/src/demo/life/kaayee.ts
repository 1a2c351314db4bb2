import type { Chronicle, Life } from './chronicle.ts';
import type { Person } from './people.ts';
import { filePaperwork } from './paperwork.ts';
import type { Paperwork } from './paperwork.ts';
import * as say from './phrases.ts';

/** Its notices show its policy, which tells nothing of retention, rights and complaints. */
const PAPERWORK: Paperwork = {
  purposes: [
    ...['dpv:ServiceRegistration', 'dpv:EnforceSecurity', 'local:CurrencyDisplay', 'dpv:PaymentManagement'],
    ...[
      'dpv:DirectMarketing',
      'local:LocationBasedService',
      'dpv:CustomerOrderManagement',
      'local:AdvertisingMeasurement',
    ],
  ],
  categories: [
    ...['pd:Name', 'pd:EmailAddress', 'pd:IPAddress', 'pd:UserAgent', 'pd:Language', 'pd:DeviceOperatingSystem'],
    ...['pd:Country', 'pd:PaymentCardNumber', 'pd:CreditCardNumber', 'pd:AccountIdentifier', 'pd:GPSCoordinate'],
    ...['pd:Transaction', 'pd:Interest', 'local:OrderNumber', 'local:OrderAmount', 'pd:LinkClicked'],
  ],
  recipients: ['geo-locator', 'kaayee-payment-institution', 'kaayee-marketing-partner'],
  agreements: [
    { recipient: 'geo-locator', kind: 'processorAgreement', agreement: 'geo-locator-agreement-2024' },
    { recipient: 'kaayee-payment-institution', kind: 'dataProtection', agreement: 'payment-agreement-2024' },
    { recipient: 'kaayee-marketing-partner', kind: 'confidentiality', agreement: 'marketing-agreement-2024' },
    { recipient: 'kaayee-affiliates', kind: 'standardContractualClauses', agreement: 'clauses-2024' },
  ],
};

/** A Swedish-speaking shop: currency by IP address, location when allowed, payment, news by consent (`KAAY-*`). */
export function tellKaayee(chronicle: Chronicle, people: readonly Person[]): void {
  filePaperwork(chronicle, PAPERWORK);
  for (const person of people) {
    tellShopper(chronicle.begin(person, say.accountOf(chronicle.company, person, [say.emailOf(person)])));
  }
  const midway = (chronicle.span.from + chronicle.span.until) / 2;
  // The joint service ended, so the partner loses what it already had as well (KAAY-D11).
  chronicle.tell('RecipientAccessRevoked', midway, {
    recipient: 'kaayee-marketing-partner',
    includesPastData: true,
    cause: 'serviceEnded',
    agreementRef: 'marketing-agreement-2024',
  });
}

function tellShopper(life: Life): void {
  register(life);
  const newsConsent = life.happens(0.5) ? agreeToNews(life) : undefined;
  for (let visits = life.random.whole(1, 3); visits > 0; visits -= 1) {
    visit(life);
    if (life.random.chance(0.5)) checkOut(life);
    if (newsConsent !== undefined) sendNews(life, newsConsent);
  }
  if (life.random.chance(0.3)) locate(life);
  if (life.random.chance(0.1)) contestAccuracy(life);
  if (life.random.chance(0.03)) winCompetition(life);
  if (life.random.chance(0.2)) exportToChina(life);
  if (newsConsent !== undefined && life.happens(0.4)) refuseNews(life, newsConsent);
  if (life.random.chance(0.08)) {
    life.passDays(5, 100);
    // The policy names no time; a month is the law's (GDPR Art. 12(3)).
    say.cancelAccount(life, {
      requestedBy: 'subject',
      categories: ['pd:Name', 'pd:EmailAddress', 'pd:Transaction'],
      promisedDays: 30,
      recipients: ['kaayee-payment-institution'],
      reason: 'Jag vill inte ha kontot längre.',
    });
  }
}

function register(life: Life): void {
  life.tell('NoticeGiven', {
    purposes: ['dpv:ServiceRegistration', 'local:CurrencyDisplay'],
    channel: 'website',
    language: 'sv',
  });
  say.assertAdult(life);
  life.tell(
    'PersonalDataCollected',
    {
      function: 'account-registration',
      categories: say.required('pd:Name', 'pd:EmailAddress'),
      source: say.FROM_SUBJECT,
      purposes: ['dpv:ServiceRegistration'],
      legalBasis: 'eu-gdpr:A6-1-b',
      datasets: ['customers'],
    },
    { details: { 'pd:Name': life.person.name, 'pd:EmailAddress': life.person.email } },
  );
  life.tell('PolicyAcceptanceDeemed', { by: 'serviceAgreement' });
}

/** Third parties find the country by IP address; the currency lives as long as the browser's session (KAAY-C7). */
function visit(life: Life): void {
  life.passDays(1, 30);
  life.tell(
    'PersonalDataCollected',
    {
      function: 'service-use',
      categories: say.automatic('pd:IPAddress', 'pd:UserAgent', 'pd:Language', 'pd:DeviceOperatingSystem'),
      source: say.FROM_DEVICE,
      purposes: ['dpv:EnforceSecurity'],
      legalBasis: 'eu-gdpr:A6-1-b',
    },
    { details: { 'pd:IPAddress': life.person.ipAddress } },
  );
  life.tell('PersonalDataShared', {
    recipient: 'geo-locator',
    recipientKind: 'processor',
    ground: 'partner',
    purposes: ['local:CurrencyDisplay'],
    categories: ['pd:IPAddress'],
    identifiability: 'identified',
    legalBasis: 'eu-gdpr:A6-1-b',
    agreementRef: 'geo-locator-agreement-2024',
    country: 'US',
    function: 'currency-display',
  });
  life.tell('PersonalDataCollected', {
    function: 'currency-display',
    categories: say.automatic('pd:Country'),
    source: { kind: 'businessPartner', name: 'geo-locator', authorisationRef: 'geo-locator-agreement-2024' },
    purposes: ['local:CurrencyDisplay'],
    legalBasis: 'eu-gdpr:A6-1-b',
    retentionRule: 'browser-session',
    endsWithSession: true,
  });
}

function checkOut(life: Life): void {
  life.tell('PersonalDataCollected', {
    function: 'checkout',
    categories: say.sensitive('pd:CreditCardNumber', 'pd:AccountIdentifier'),
    source: say.FROM_SUBJECT,
    purposes: ['dpv:PaymentManagement'],
    legalBasis: 'eu-gdpr:A6-1-b',
  });
  life.tell('PersonalDataShared', {
    recipient: 'kaayee-payment-institution',
    recipientKind: 'payment',
    ground: 'partner',
    purposes: ['dpv:PaymentManagement'],
    categories: ['local:OrderNumber', 'local:OrderAmount'],
    identifiability: 'identified',
    legalBasis: 'eu-gdpr:A6-1-b',
    agreementRef: 'payment-agreement-2024',
    country: 'SE',
    encrypted: true,
  });
}

function agreeToNews(life: Life): string {
  const expiresInDays = life.random.whole(60, 400);
  const consentRef = life.tellForReference('ConsentGiven', {
    scope: { purposes: ['dpv:DirectMarketing'], categories: ['pd:EmailAddress', 'pd:Interest'] },
    form: 'express',
    givenBy: 'subject',
    channel: 'website',
    expiresAt: life.inDays(expiresInDays),
  });
  return consentRef;
}

function sendNews(life: Life, consentRef: string): void {
  life.passDays(1, 15);
  life.tell('PersonalDataUsed', {
    operation: 'dpv:Use',
    purposes: ['dpv:DirectMarketing'],
    categories: ['pd:EmailAddress'],
    legalBasis: 'eu-gdpr:A6-1-a',
    consentRef,
  });
  // Partners who measure may have numbers, never people (KAAY-D4m); sometimes they get people.
  if (!life.happens(0.3)) return;
  life.tell('PersonalDataShared', {
    recipient: 'kaayee-marketing-partner',
    recipientKind: 'marketing',
    ground: 'partner',
    purposes: ['local:AdvertisingMeasurement'],
    categories: ['pd:LinkClicked'],
    identifiability: life.happens(0.05) ? 'identified' : 'statistical',
    agreementRef: 'marketing-agreement-2024',
  });
}

function refuseNews(life: Life, consentRef: string): void {
  life.passDays(3, 60);
  if (life.random.chance(0.25) && !life.isFirst) {
    life.tell('ConsentExpired', { consentRef });
    return;
  }
  life.tell('ConsentWithdrawn', {
    consentRef,
    withdrawnBy: 'subject',
    channel: 'email',
    reason: 'Inga fler nyhetsbrev, tack.',
  });
  if (life.happens(0.1)) sendNews(life, consentRef);
}

function locate(life: Life): void {
  life.passDays(1, 20);
  life.tell('PermissionEnabled', { permission: 'location', function: 'location-based-service' });
  life.tell('ConsentGiven', {
    scope: { purposes: ['local:LocationBasedService'], categories: ['pd:GPSCoordinate'] },
    form: 'separate',
    givenBy: 'subject',
    channel: 'app',
  });
  life.tell('PersonalDataCollected', {
    function: 'location-based-service',
    categories: say.offered('pd:GPSCoordinate'),
    functionInUse: true,
    source: say.FROM_DEVICE,
    purposes: ['local:LocationBasedService'],
    legalBasis: 'eu-gdpr:A6-1-a',
    permission: 'location',
  });
  if (!life.random.chance(0.6)) return;
  life.passDays(1, 60);
  life.tell('PermissionDisabled', { permission: 'location', function: 'location-based-service' });
}

function contestAccuracy(life: Life): void {
  life.passDays(2, 40);
  const restrictionRef = life.tellForReference('ProcessingRestricted', {
    ground: 'accuracyContested',
    categories: ['pd:Name'],
    reason: 'Efternamnet är felstavat.',
  });
  life.passDays(1, 12);
  life.tell(
    'PersonalDataCorrected',
    { categories: ['pd:Name'], requestedBy: 'subject', recipientsInformed: ['kaayee-payment-institution'] },
    { actor: say.clerkOf(life), details: { 'pd:Name': life.person.name } },
  );
  life.tell('RestrictionLifted', { restrictionRef, subjectInformed: life.random.chance(0.9) });
}

function winCompetition(life: Life): void {
  life.passDays(1, 30);
  life.tell('PersonalDataPubliclyDisclosed', {
    categories: ['pd:Name'],
    ground: 'agreement',
    medium: 'website',
    purposes: ['dpv:Marketing'],
    until: life.inDays(30),
  });
}

function exportToChina(life: Life): void {
  life.passDays(1, 10);
  life.tell('PersonalDataExported', {
    fromCountry: 'SE',
    toCountry: 'CN',
    mechanism: life.random.chance(0.8) ? 'standardContractualClauses' : 'none',
    categories: ['pd:Name', 'pd:EmailAddress', 'pd:Transaction'],
    purposes: ['dpv:CustomerOrderManagement'],
    mechanismRef: 'clauses-2024',
    recipient: 'kaayee-affiliates',
  });
}
