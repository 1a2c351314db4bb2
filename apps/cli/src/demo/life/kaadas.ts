import type { Chronicle, Life } from './chronicle.ts';
import type { Person } from './people.ts';
import { EVERYTHING, filePaperwork } from './paperwork.ts';
import type { Paperwork } from './paperwork.ts';
import * as say from './phrases.ts';

const WORK_DATA = ['pd:Username', 'pd:EmailAddressWork', 'pd:WorkEnvironment', 'local:Supervisor'];
const EMPLOYERS = ['acme-example', 'globe-example', 'initech-example', 'umbrella-example'] as const;

const vetted = (recipient: string, name: string): Paperwork['agreements'] => [
  { recipient, kind: 'dataProtection', agreement: `${name}-agreement-2023` },
  { recipient, kind: 'securityAssessment', agreement: `${name}-assessment-2023` },
];

const PAPERWORK: Paperwork = {
  purposes: [
    ...[
      'dpv:AccountManagement',
      'dpv:IdentityAuthentication',
      'dpv:EnforceSecurity',
      'dpv:FraudPreventionAndDetection',
    ],
    ...['local:CalendarPositioning', 'dpv:ServiceProvision', 'local:EnterpriseCollaboration'],
  ],
  categories: [
    ...[...WORK_DATA, 'pd:TelephoneNumber', 'pd:Picture', 'pd:IPAddress', 'pd:MACAddress', 'pd:DeviceOperatingSystem'],
    ...['local:CrashReport', 'pd:GPSCoordinate', 'local:Calendar', 'pd:Communication', 'local:Files', 'pd:Name'],
    'local:OrganisationUnit',
  ],
  items: EVERYTHING,
  recipients: ['autonavi', 'bytedance-byte-cloud', 'kaadas-enterprise-apps'],
  agreements: [
    ...vetted('autonavi', 'autonavi'),
    ...vetted('bytedance-byte-cloud', 'byte-cloud'),
    ...vetted('kaadas-enterprise-apps', 'enterprise-app'),
  ],
};

/** Accounts that employers provide, device permissions, and places told to AutoNavi (`KAAD-*`). */
export function tellKaadas(chronicle: Chronicle, people: readonly Person[]): void {
  say.takeBackups(chronicle, ['accounts', 'messages']);
  filePaperwork(chronicle, PAPERWORK);
  for (const person of people) {
    const employer = chronicle.random.pick(EMPLOYERS);
    const workEmail = { scheme: 'workEmail', value: `${person.nickname}.${person.serial}@${employer}.example` };
    tellEmployee(chronicle.begin(person, say.accountOf(chronicle.company, person, [workEmail])), employer);
  }
}

function tellEmployee(life: Life, employer: string): void {
  const { random } = life;
  const isEmployee = life.happens(0.8);
  if (isEmployee) provideAccount(life, employer);
  else register(life);
  watchOver(life);
  if (life.happens(0.65)) useCalendar(life);
  if (random.chance(0.35)) useByteCloud(life);
  if (isEmployee && random.chance(0.3)) enableEnterpriseApp(life);
  if (random.chance(0.2)) changeDepartment(life);
  watchOver(life);
  if (random.chance(0.01)) lookAbroad(life);
  if (random.chance(0.14)) {
    life.passDays(10, 200);
    say.cancelAccount(life, {
      requestedBy: isEmployee ? 'employer' : 'subject',
      categories: WORK_DATA,
      promisedDays: 30,
      recipients: ['bytedance-byte-cloud'],
    });
  }
}

/** The employer warrants that its people agreed; some upload without saying so (KAAD-C1). */
function provideAccount(life: Life, employer: string): void {
  say.assertAdult(life);
  const warranted = life.random.chance(0.92) && !life.isFirst;
  const consent = warranted
    ? life.tellForReference('ConsentGiven', {
        scope: { purposes: ['dpv:AccountManagement', 'local:EnterpriseCollaboration'], categories: WORK_DATA },
        form: 'explicit',
        givenBy: 'employerWarranty',
        evidenceRef: `${employer}-warranty`,
      })
    : undefined;
  life.tell(
    'PersonalDataCollected',
    {
      function: 'corporate-account',
      categories: say.required(...WORK_DATA),
      source: { kind: 'employer', name: employer, ...(warranted ? { authorisationRef: `${employer}-warranty` } : {}) },
      purposes: ['dpv:AccountManagement'],
      legalBasis: 'local:PIPL-13-2',
      ...(consent === undefined ? {} : { consentRef: consent }),
      storageCountry: 'CN',
      datasets: ['accounts'],
    },
    {
      details: { 'pd:Username': life.person.nickname, 'pd:WorkEnvironment': 'Department of Examples' },
      actor: say.clerkOf(life, `${employer}-admin`),
    },
  );
}

function register(life: Life): void {
  life.tell('NoticeGiven', {
    purposes: ['dpv:IdentityAuthentication'],
    function: 'authentication',
    channel: 'app',
    language: 'zh',
  });
  say.assertAdult(life);
  life.tell(
    'PersonalDataCollected',
    {
      function: 'authentication',
      categories: [...say.required('pd:TelephoneNumber'), ...say.offered('pd:Picture')],
      source: say.FROM_SUBJECT,
      purposes: ['dpv:IdentityAuthentication'],
      legalBasis: 'local:PIPL-13-2',
      storageCountry: 'CN',
    },
    { alsoKnownAs: [say.phoneOf(life.person)], details: { 'pd:TelephoneNumber': life.person.phone } },
  );
}

/** Automatic, with a cookie that must be gone after 15 days (KAAD-K1). */
function watchOver(life: Life): void {
  for (let days = life.random.whole(1, 2); days > 0; days -= 1) {
    life.passDays(1, 20);
    life.tell('PersonalDataCollected', {
      function: 'safety-monitoring',
      categories: say.automatic('pd:IPAddress', 'pd:MACAddress', 'pd:DeviceOperatingSystem', 'local:CrashReport'),
      source: say.FROM_DEVICE,
      purposes: ['dpv:EnforceSecurity', 'dpv:FraudPreventionAndDetection'],
      legalBasis: 'local:PIPL-13-2',
      retentionRule: 'cookie',
      retentionPeriod: 'P15D',
    });
    life.tell('PersonalDataUsed', {
      operation: 'dpv:Monitor',
      purposes: ['dpv:EnforceSecurity'],
      categories: ['pd:IPAddress', 'pd:MACAddress'],
      function: 'safety-monitoring',
    });
  }
  if (!life.random.chance(0.15)) return;
  life.passDays(10, 22);
  life.tell('PersonalDataDeleted', {
    categories: ['pd:IPAddress', 'pd:MACAddress'],
    method: 'erasure',
    ground: 'retentionExpired',
    retentionRule: 'cookie',
  });
}

/** AutoNavi may have places, not whose they are; sometimes the step between is forgotten (KAAD-D7). */
function useCalendar(life: Life): void {
  const { random } = life;
  life.passDays(1, 10);
  life.tell('PermissionEnabled', { permission: 'location', function: 'platform-use' });
  life.tell('ConsentGiven', {
    scope: { purposes: ['local:CalendarPositioning'], categories: ['pd:GPSCoordinate', 'local:Calendar'] },
    form: 'separate',
    givenBy: 'subject',
    channel: 'app',
  });
  for (let meetings = random.whole(1, 3); meetings > 0; meetings -= 1) {
    life.passDays(1, 14);
    life.tell('PersonalDataCollected', {
      function: 'platform-use',
      functionInUse: true,
      categories: say.offered('pd:GPSCoordinate', 'local:Calendar'),
      source: say.FROM_DEVICE,
      purposes: ['local:CalendarPositioning'],
      legalBasis: 'dpv:ExpressedConsent',
      permission: 'location',
    });
    const isForgotten = life.happens(0.06);
    if (!isForgotten) {
      life.tell('PersonalDataDeidentified', {
        categories: ['pd:GPSCoordinate'],
        method: 'generalisation',
        keptSeparately: true,
      });
    }
    life.tell('PersonalDataShared', {
      recipient: 'autonavi',
      recipientKind: 'partner',
      ground: isForgotten ? 'none' : 'deidentified',
      purposes: ['local:CalendarPositioning'],
      categories: ['pd:GPSCoordinate'],
      identifiability: isForgotten ? 'identified' : 'deidentified',
      ...(isForgotten ? {} : { reidentificationExcluded: true }),
      monitored: true,
      agreementRef: 'autonavi-agreement-2023',
      securityAssessmentRef: 'autonavi-assessment-2023',
      country: 'CN',
    });
  }
  if (random.chance(0.02)) {
    life.passDays(2, 30);
    const evidence = 'Two visits to the same doctor told the commuter apart.';
    life.tell('ReidentificationDetected', {
      categories: ['pd:GPSCoordinate'],
      cause: 'linkage',
      recipient: 'autonavi',
      evidence,
    });
  }
  if (!random.chance(0.3)) return;
  life.passDays(1, 60);
  life.tell('PermissionDisabled', { permission: 'location', function: 'platform-use' });
}

function useByteCloud(life: Life): void {
  life.passDays(1, 20);
  life.tell('PersonalDataShared', {
    recipient: 'bytedance-byte-cloud',
    recipientKind: 'affiliate',
    ground: 'affiliate',
    purposes: ['dpv:ServiceProvision'],
    categories: ['pd:Communication', 'local:Files'],
    identifiability: 'identified',
    legalBasis: 'local:PIPL-13-2',
    monitored: true,
    agreementRef: 'byte-cloud-agreement-2023',
    securityAssessmentRef: 'byte-cloud-assessment-2023',
    country: 'CN',
    encrypted: true,
  });
}

function enableEnterpriseApp(life: Life): void {
  const categories = ['pd:Name', 'pd:Picture', 'pd:EmailAddressWork', 'local:OrganisationUnit'];
  life.passDays(1, 40);
  life.tell('PersonalDataShared', {
    recipient: 'kaadas-enterprise-apps',
    recipientKind: 'enterpriseApp',
    ground: 'requestedService',
    purposes: ['local:EnterpriseCollaboration'],
    categories,
    identifiability: 'identified',
    legalBasis: 'local:PIPL-13-2',
    enabledBy: 'administrator',
    monitored: true,
    agreementRef: 'enterprise-app-agreement-2023',
    securityAssessmentRef: 'enterprise-app-assessment-2023',
  });
  if (!life.random.chance(0.2)) return;
  life.passDays(20, 120);
  life.tell('RecipientAccessRevoked', {
    recipient: 'kaadas-enterprise-apps',
    includesPastData: false,
    cause: 'agreementEnded',
  });
}

/** Employees' corrections come from their employer (KAAD-G2). */
function changeDepartment(life: Life): void {
  life.passDays(20, 120);
  life.tell(
    'PersonalDataCorrected',
    { categories: ['local:OrganisationUnit', 'local:Supervisor'], requestedBy: 'employer' },
    { actor: say.clerkOf(life, 'admin'), details: { 'local:OrganisationUnit': 'Department of Examples' } },
  );
}

/** Nothing leaves the country under this policy, so that somebody looked in from abroad is a finding (KAAD-L1). */
function lookAbroad(life: Life): void {
  life.passDays(1, 20);
  life.tell('PersonalDataExported', {
    fromCountry: 'CN',
    toCountry: 'SG',
    mechanism: 'none',
    categories: ['pd:EmailAddressWork'],
    purposes: ['dpv:CustomerCare'],
    remoteAccess: true,
  });
}
