import type { Chronicle, Life } from './chronicle.ts';
import type { Person } from './people.ts';
import { buy } from './kamoer-orders.ts';
import { KAMOER_PAPERWORK, ORDER_DATA } from './kamoer-paperwork.ts';
import { filePaperwork } from './paperwork.ts';
import * as say from './phrases.ts';

/** A shop for pumps: orders with logistics and payment, advertising with a way out, opt-in programmes (`KAMO-*`). */
export function tellKamoer(chronicle: Chronicle, people: readonly Person[]): void {
  say.takeBackups(chronicle, ['customers', 'orders', 'service-tickets']);
  filePaperwork(chronicle, KAMOER_PAPERWORK);
  for (const person of people) {
    tellBuyer(
      chronicle.begin(person, say.accountOf(chronicle.company, person, [say.emailOf(person), say.phoneOf(person)])),
    );
  }
}

function tellBuyer(life: Life): void {
  const { random } = life;
  register(life);
  let recipients = new Set<string>();
  for (let orders = random.whole(1, 3); orders > 0; orders -= 1) recipients = buy(life);
  advertise(life);
  if (random.chance(0.3)) joinImprovementProgramme(life);
  if (random.chance(0.25)) askService(life);
  if (random.chance(0.05)) applyForJob(life);
  if (random.chance(0.12)) leaveTheCountry(life);
  if (life.happens(0.04)) serveResearch(life);
  if (random.chance(0.12)) {
    life.passDays(10, 150);
    say.cancelAccount(life, {
      requestedBy: 'subject',
      categories: ['pd:EmailAddress', 'pd:Username', ...ORDER_DATA],
      promisedDays: 30,
      recipients: [...recipients],
      reason: random.pick(['Moved abroad.', '不再需要这个账户。', 'Too many e-mails.'] as const),
    });
  }
}

function register(life: Life): void {
  const noticeRef = life.tellForReference('NoticeGiven', {
    purposes: ['dpv:ServiceRegistration', 'dpv:SellProducts'],
    channel: 'website',
    language: 'en',
    prominent: true,
  });
  say.assertAdult(life);
  const chosen = life.random.some(['pd:Name', 'pd:BirthDate', 'pd:Gender', 'pd:Location', 'local:Industry'], 0.35);
  life.tell(
    'PersonalDataCollected',
    {
      function: 'account-registration',
      categories: [
        ...say.required('pd:TelephoneNumber', 'pd:EmailAddress', 'pd:Username', 'pd:Password'),
        ...say.offered(...chosen),
      ],
      source: say.FROM_SUBJECT,
      purposes: ['dpv:ServiceRegistration', 'dpv:DirectMarketing'],
      legalBasis: 'local:PIPL-13-2',
      noticeRef,
      retentionRule: 'while-account-exists',
      storageCountry: 'CN',
      datasets: ['customers'],
    },
    {
      details: {
        ...say.contactDetails(life.person),
        'pd:Username': life.person.nickname,
        ...(chosen.includes('pd:BirthDate') ? { 'pd:BirthDate': life.person.birthDate } : {}),
      },
    },
  );
}

/** Contact data may serve advertising until the person unsubscribes (KAMO-C6); now and then a mail still goes out. */
function advertise(life: Life): void {
  const send = (): void =>
    life.tell('PersonalDataUsed', {
      operation: 'dpv:Use',
      purposes: ['dpv:DirectMarketing'],
      categories: ['pd:EmailAddress'],
      function: 'advertising',
    });
  for (let mails = life.random.whole(1, 3); mails > 0; mails -= 1) {
    life.passDays(5, 30);
    send();
  }
  if (!life.happens(0.3)) return;
  life.passDays(0.1, 2);
  life.tell('ConsentWithdrawn', {
    scope: { purposes: ['dpv:DirectMarketing'], categories: ['pd:EmailAddress'] },
    withdrawnBy: 'subject',
    channel: 'email',
  });
  if (!life.happens(0.08)) return;
  life.passDays(3, 20);
  send();
}

function joinImprovementProgramme(life: Life): void {
  const categories = ['pd:MACAddress', 'pd:DeviceOperatingSystem', 'pd:ServiceConsumptionBehaviour'];
  life.passDays(1, 30);
  const consentRef = life.tellForReference('ConsentGiven', {
    scope: { purposes: ['local:ProductImprovementProgramme'], categories },
    form: 'explicit',
    givenBy: 'subject',
    channel: 'app',
  });
  life.tell(
    'PersonalDataCollected',
    {
      function: 'product-improvement',
      categories: say.offered(...categories),
      source: say.FROM_DEVICE,
      purposes: ['local:ProductImprovementProgramme'],
      legalBasis: 'dpv:ExplicitlyExpressedConsent',
      consentRef,
    },
    { alsoKnownAs: [{ scheme: 'deviceId', value: `pump-example-${life.person.serial}` }] },
  );
  if (!life.random.chance(0.35)) return;
  life.passDays(10, 150);
  life.tell('ConsentWithdrawn', { consentRef, withdrawnBy: 'subject', channel: 'app' });
  life.passDays(0.1, 5);
  life.tell('PersonalDataDeleted', { categories, method: 'erasure', ground: 'consentWithdrawn' });
}

function askService(life: Life): void {
  life.passDays(1, 40);
  life.tell(
    'PersonalDataCollected',
    {
      function: 'customer-service',
      categories: say.required('local:CustomerServiceRecord'),
      source: say.FROM_SUBJECT,
      purposes: ['dpv:CustomerCare'],
      legalBasis: 'local:PIPL-13-2',
      datasets: ['service-tickets'],
    },
    { actor: say.clerkOf(life), details: { 'local:CustomerServiceRecord': 'The pump hums. (invented)' } },
  );
  if (!life.random.chance(0.5)) return;
  life.passDays(0.1, 3);
  life.tell(
    'PersonalDataCorrected',
    { categories: ['pd:PhysicalAddress'], requestedBy: 'subject', reason: 'The house number was wrong.' },
    { actor: say.clerkOf(life), details: { 'pd:PhysicalAddress': life.person.address } },
  );
}

function applyForJob(life: Life): void {
  life.passDays(1, 60);
  const categories = ['pd:EducationQualification', 'pd:WorkExperience'];
  const scope = { purposes: ['dpv:PersonnelHiring'], categories };
  const consentRef = life.tellForReference('ConsentGiven', {
    scope,
    form: 'explicit',
    givenBy: 'subject',
    channel: 'website',
  });
  life.tell('PersonalDataCollected', {
    function: 'job-application',
    categories: say.offered(...categories),
    source: say.FROM_SUBJECT,
    purposes: ['dpv:PersonnelHiring'],
    legalBasis: 'dpv:ExplicitlyExpressedConsent',
    consentRef,
    retentionPeriod: 'P6M',
  });
}

function leaveTheCountry(life: Life): void {
  life.passDays(1, 20);
  const assessed = life.random.chance(0.85);
  const toCountry = life.random.pick(['US', 'DE', 'JP'] as const);
  const categories = ['pd:EmailAddress', 'local:CustomerServiceRecord'];
  life.tell('ConsentGiven', {
    scope: { purposes: ['dpv:CustomerCare'], categories, countries: [toCountry] },
    form: 'separate',
    givenBy: 'subject',
    channel: 'website',
  });
  life.tell('PersonalDataExported', {
    fromCountry: 'CN',
    toCountry,
    mechanism: assessed ? 'securityAssessment' : 'none',
    categories,
    purposes: ['dpv:CustomerCare'],
    ...(assessed ? { mechanismRef: 'export-assessment-7', impactAssessmentRef: 'kamoer-assessment-1' } : {}),
  });
}

/** Research may go without consent only if its results tell nobody apart (exception j). */
function serveResearch(life: Life): void {
  life.passDays(1, 40);
  life.tell('PersonalDataShared', {
    recipient: 'kamoer-research',
    recipientKind: 'researcher',
    ground: 'partner',
    purposes: ['dpv:AcademicResearch'],
    categories: ['pd:ServiceConsumptionBehaviour'],
    identifiability: life.random.chance(0.15) ? 'identified' : 'deidentified',
    exceptionRef: 'xj',
    agreementRef: 'research-agreement-2024',
  });
}
