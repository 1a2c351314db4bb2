import type { Chronicle, Life } from './chronicle.ts';
import type { Person } from './people.ts';
import { EVERYTHING, filePaperwork } from './paperwork.ts';
import type { Paperwork } from './paperwork.ts';
import * as say from './phrases.ts';

const OWN_DATA = ['pd:TelephoneNumber', 'pd:EmailAddress', 'pd:Username', 'pd:Picture'];

const PAPERWORK: Paperwork = {
  purposes: [
    ...['dpv:ServiceRegistration', 'dpv:ServiceProvision', 'dpv:CustomerOrderManagement', 'dpv:CustomerCare'],
    ...['dpv:FulfilmentOfContractualObligation', 'dpv:CommunicationForCustomerCare', 'local:UserPortrait'],
    ...['dpv:FraudPreventionAndDetection', 'local:InternalManagement'],
  ],
  categories: [
    ...OWN_DATA,
    ...['pd:Gender', 'pd:Age', 'pd:Language', 'pd:UserAgent', 'pd:BrowsingBehaviour', 'pd:Name', 'pd:PhysicalAddress'],
    ...['pd:AccountIdentifier', 'local:AccountType', 'pd:Purchase', 'pd:Interest', 'local:CustomerServiceRecord'],
  ],
  items: EVERYTHING,
  recipients: ['clex-affiliates'],
  agreements: [
    { recipient: 'clex-affiliates', kind: 'dataProtection', agreement: 'affiliate-agreement-1' },
    { recipient: 'clex-affiliates', kind: 'standardContract', agreement: 'branches-contract-1' },
  ],
};

/** Registration, Enterprise WeChat, deliveries, user portraits, an affiliate that goes too far (`CLEX-*`). */
export function tellClex(chronicle: Chronicle, people: readonly Person[]): void {
  say.takeBackups(chronicle, ['accounts', 'deliveries', 'portraits']);
  filePaperwork(chronicle, PAPERWORK);
  let neighbour: Person | undefined;
  for (const person of people) {
    // Families share a telephone: the number is already somebody else's, and the ledger says so.
    const phone = neighbour !== undefined && chronicle.random.chance(0.04) ? neighbour : person;
    tellCustomer(
      chronicle.begin(person, say.accountOf(chronicle.company, person, [say.emailOf(person), say.phoneOf(phone)])),
    );
    neighbour = person;
  }
}

function tellCustomer(life: Life): void {
  register(life);
  visit(life);
  if (life.happens(0.6)) logInThroughWeChat(life);
  if (life.random.chance(0.7)) order(life);
  if (life.happens(0.5)) portray(life);
  if (life.happens(0.35)) shareWithAffiliate(life);
  visit(life);
  if (life.random.chance(0.15)) openToBranches(life);
  if (life.random.chance(0.02)) holdForCourt(life);
  if (life.random.chance(0.16)) {
    life.passDays(5, 120);
    const consentEnds = life.random.chance(0.5);
    // Withdrawing consent is cancelling the account here (CLEX-G1).
    if (consentEnds)
      life.tell('ConsentWithdrawn', { withdrawnBy: 'subject', channel: 'phone' }, { actor: say.clerkOf(life) });
    say.cancelAccount(life, {
      requestedBy: 'subject',
      categories: OWN_DATA,
      promisedDays: 20,
      reason: 'I do not need it any more.',
    });
  } else if (life.random.chance(0.04)) anonymise(life);
}

function register(life: Life): void {
  const { person, random } = life;
  const noticeRef = life.tellForReference('NoticeGiven', {
    purposes: ['dpv:ServiceRegistration', 'dpv:ServiceProvision'],
    categories: OWN_DATA,
    function: 'account-registration',
    channel: 'website',
    language: 'en',
  });
  say.assertAdult(life);
  const chosen = random.some(['pd:Username', 'pd:Picture', 'pd:Gender', 'pd:Age'], 0.5);
  life.tell(
    'PersonalDataCollected',
    {
      function: 'account-registration',
      categories: [...say.required('pd:TelephoneNumber', 'pd:EmailAddress'), ...say.offered(...chosen)],
      source: say.FROM_SUBJECT,
      purposes: ['dpv:ServiceRegistration'],
      legalBasis: 'dpv:Contract',
      noticeRef,
      retentionRule: 'while-account-exists',
      storageCountry: 'CN',
      datasets: ['accounts'],
    },
    {
      details: {
        ...say.contactDetails(person),
        ...(chosen.includes('pd:Username') ? { 'pd:Username': person.nickname } : {}),
      },
    },
  );
  life.tell('PolicyAcceptanceDeemed', { by: 'continuedUse' });
}

function visit(life: Life): void {
  for (let visits = life.random.whole(1, 3); visits > 0; visits -= 1) {
    life.passDays(1, 25);
    life.tell('PersonalDataCollected', {
      function: 'site-visit',
      categories: say.automatic('pd:Language', 'pd:UserAgent', 'pd:BrowsingBehaviour'),
      source: say.FROM_DEVICE,
      purposes: ['dpv:ServiceProvision'],
      legalBasis: 'dpv:Contract',
      datasets: ['web-log'],
    });
  }
}

/** The policy's link to the third party's own policy is blank, so there is none to cite (CLEX-C6). */
function logInThroughWeChat(life: Life): void {
  life.passDays(1, 10);
  life.tell(
    'PersonalDataCollected',
    {
      function: 'customer-communication',
      categories: say.automatic('pd:AccountIdentifier', 'pd:Picture', 'pd:Gender', 'local:AccountType'),
      source: { kind: 'thirdPartyPlatform', name: 'tencent-enterprise-wechat', scenario: 'customer-login' },
      purposes: ['dpv:CommunicationForCustomerCare'],
      legalBasis: 'local:PIPL-13-2',
    },
    { alsoKnownAs: [{ scheme: 'enterpriseWeChatId', value: `wx-example-${life.person.serial}` }] },
  );
  life.passDays(0, 1);
  life.tell(
    'PersonalDataUsed',
    {
      operation: 'dpv:Consult',
      purposes: ['dpv:CustomerCare'],
      categories: ['pd:AccountIdentifier', 'local:CustomerServiceRecord'],
      legalBasis: 'local:PIPL-13-2',
    },
    { actor: say.clerkOf(life) },
  );
}

function order(life: Life): void {
  life.passDays(1, 20);
  const isGift = life.random.chance(0.15);
  life.tell(
    'PersonalDataCollected',
    {
      function: 'delivery',
      categories: say.required('pd:Name', 'pd:TelephoneNumber', 'pd:PhysicalAddress'),
      source: isGift ? { kind: 'otherUser' } : say.FROM_SUBJECT,
      purposes: ['dpv:CustomerOrderManagement'],
      legalBasis: 'dpv:ContractPerformance',
      datasets: ['deliveries'],
    },
    { details: { 'pd:Name': life.person.name, 'pd:PhysicalAddress': life.person.address } },
  );
  life.tell('PersonalDataUsed', {
    operation: 'dpv:Use',
    purposes: ['dpv:FulfilmentOfContractualObligation'],
    categories: ['pd:Name', 'pd:PhysicalAddress'],
    legalBasis: 'dpv:ContractPerformance',
  });
}

/** The company takes its interest for a basis, which Chinese law does not know (PIPL Art. 13). */
function portray(life: Life): void {
  life.passDays(2, 30);
  life.tell('PersonalDataUsed', {
    operation: 'dpv:Profiling',
    purposes: ['local:UserPortrait'],
    categories: ['pd:BrowsingBehaviour', 'pd:Purchase', 'pd:Interest'],
    legalBasis: 'dpv:LegitimateInterest',
    automatedDecision: { significant: life.random.chance(0.1), explanationOffered: false },
  });
}

/** Fit for spotting odd accounts; the affiliate's marketing with the same pictures is another purpose (CLEX-D4). */
function shareWithAffiliate(life: Life): void {
  const share = (purpose: string): void =>
    life.tell('PersonalDataShared', {
      recipient: 'clex-affiliates',
      recipientKind: 'affiliate',
      ground: 'affiliate',
      purposes: [purpose],
      categories: ['pd:Picture'],
      identifiability: 'identified',
      agreementRef: 'affiliate-agreement-1',
      country: 'CN',
      encrypted: true,
    });
  life.passDays(1, 20);
  share('dpv:FraudPreventionAndDetection');
  if (!life.happens(0.12)) return;
  life.passDays(5, 40);
  share('dpv:DirectMarketing');
}

function openToBranches(life: Life): void {
  life.passDays(1, 30);
  life.tell('PersonalDataExported', {
    fromCountry: 'CN',
    toCountry: 'DE',
    mechanism: life.random.chance(0.5) ? 'standardContract' : 'none',
    mechanismRef: 'branches-contract-1',
    categories: ['pd:EmailAddress', 'pd:TelephoneNumber'],
    purposes: ['local:InternalManagement'],
    recipient: 'clex-affiliates',
    remoteAccess: true,
  });
}

function holdForCourt(life: Life): void {
  const holdRef = `dispute-${life.person.serial}`;
  life.passDays(3, 30);
  life.tell(
    'LegalHoldPlaced',
    {
      holdRef,
      ground: 'litigation',
      categories: ['pd:Purchase', 'pd:Communication'],
      reason: 'The delivery is in dispute before the court.',
    },
    { actor: say.clerkOf(life, 'legal') },
  );
  life.tell('PersonalDataShared', {
    recipient: 'competent-authority',
    recipientKind: 'authority',
    ground: 'legalRequirement',
    purposes: ['dpv:DisputeManagement'],
    categories: ['pd:Purchase', 'pd:Communication'],
    identifiability: 'identified',
    legalOrderRef: `order-${life.person.serial}`,
  });
  life.passDays(40, 200);
  life.tell('LegalHoldReleased', { holdRef });
}

function anonymise(life: Life): void {
  life.passDays(30, 100);
  const vouched = life.random.chance(0.8);
  life.tell('PersonalDataAnonymized', {
    categories: ['pd:BrowsingBehaviour', 'pd:Purchase'],
    method: 'aggregation',
    ...(vouched
      ? { attestation: { kind: 'internalReview', attestedAt: life.inDays(0), reportRef: 'anonymity-review-4' } }
      : {}),
    datasets: ['web-log'],
  });
}
