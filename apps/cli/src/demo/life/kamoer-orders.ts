import type { Life } from './chronicle.ts';
import { ORDER_DATA } from './kamoer-paperwork.ts';
import * as say from './phrases.ts';

/** An order, and whom its data went to. The identity document is sensitive: separate consent, and the notice says why (PIPL Art. 29, 30). */
export function buy(life: Life): Set<string> {
  const { random } = life;
  life.passDays(1, 40);
  const needsDocument = random.chance(0.2);
  const consentRef = needsDocument && random.chance(0.9) ? agreeToDocument(life) : undefined;
  life.tell(
    'PersonalDataCollected',
    {
      function: 'purchase',
      categories: [
        ...say.required(...ORDER_DATA),
        ...say.sensitive('pd:BankAccount', ...(needsDocument ? ['pd:OfficialID'] : [])),
      ],
      source: say.FROM_SUBJECT,
      purposes: ['dpv:SellProducts', 'dpv:CustomerOrderManagement', 'dpv:FraudPreventionAndDetection'],
      legalBasis: 'local:PIPL-13-2',
      ...(consentRef === undefined ? {} : { consentRef }),
      datasets: ['orders'],
    },
    { details: { 'pd:Name': life.person.name, 'pd:PhysicalAddress': life.person.address } },
  );
  if (random.chance(0.04)) {
    life.tell('PersonalDataUsed', {
      operation: 'dpv:Assess',
      purposes: ['dpv:FraudPreventionAndDetection'],
      categories: ['pd:BankAccount', 'pd:PhysicalAddress'],
      legalBasis: 'local:PIPL-13-2',
      automatedDecision: {
        ...{ significant: true, explanationOffered: random.chance(0.7), humanReviewOffered: true },
        refusalOffered: true,
      },
    });
  }
  return fulfil(life);
}

function agreeToDocument(life: Life): string {
  const noticeRef = life.tellForReference('NoticeGiven', {
    purposes: ['dpv:IdentityVerification'],
    categories: ['pd:OfficialID'],
    channel: 'website',
    necessityExplained: true,
  });
  return life.tellForReference('ConsentGiven', {
    scope: { purposes: ['dpv:IdentityVerification'], categories: ['pd:OfficialID'] },
    form: 'separate',
    givenBy: 'subject',
    channel: 'website',
    noticeRef,
  });
}

function fulfil(life: Life): Set<string> {
  const told = new Set(['kamoer-payment', 'kamoer-logistics']);
  life.tell('PersonalDataShared', {
    recipient: 'kamoer-payment',
    recipientKind: 'payment',
    ground: 'partner',
    purposes: ['dpv:PaymentManagement'],
    categories: ['pd:BankAccount', 'local:OrderNumber', 'local:OrderAmount'],
    identifiability: 'identified',
    legalBasis: 'local:PIPL-13-2',
    agreementRef: 'payment-agreement-2024',
    country: 'CN',
    encrypted: true,
  });
  life.passDays(0.2, 2);
  life.tell(
    'PersonalDataShared',
    {
      recipient: 'kamoer-logistics',
      recipientKind: 'logistics',
      ground: 'partner',
      purposes: ['dpv:CustomerOrderManagement'],
      categories: ORDER_DATA,
      identifiability: 'identified',
      legalBasis: 'local:PIPL-13-2',
      agreementRef: 'logistics-agreement-2024',
      country: 'CN',
    },
    { details: { 'pd:PhysicalAddress': life.person.address } },
  );
  if (life.random.chance(0.5)) {
    told.add('kamoer-messaging');
    life.tell('PersonalDataShared', {
      recipient: 'kamoer-messaging',
      recipientKind: 'processor',
      ground: 'partner',
      purposes: ['dpv:CustomerOrderManagement'],
      categories: ['pd:TelephoneNumber'],
      identifiability: 'identified',
      legalBasis: 'local:PIPL-13-2',
      agreementRef: 'messaging-agreement-2024',
    });
  }
  return told;
}
