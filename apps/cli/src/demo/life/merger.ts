import { DAY_MS } from './chronicle.ts';
import type { Chronicle, Life } from './chronicle.ts';
import * as say from './phrases.ts';
import type { Subject } from './report.ts';

/** Days before the end of the span: people are told, then the successor takes over. */
const NOTICE_DAYS = 50;
const TAKEOVER_DAYS = 20;
const PASSED_ON = ['pd:Name', 'pd:EmailAddress', 'pd:TelephoneNumber', 'pd:Purchase'];

/**
 * An invented merger: a line of business of one company passes to another, with the people in it. One record names up to
 * 1,000 of them. Whom the successor knew before, it knows again by e-mail; to the ledger they stay two subjects.
 */
export function tellMerger(from: Chronicle, to: Chronicle): void {
  const noticeAt = from.span.until - NOTICE_DAYS * DAY_MS;
  const takeoverAt = from.span.until - TAKEOVER_DAYS * DAY_MS;
  const passing = from.lives.filter(
    (life) => life.startsAt < noticeAt && life.endedAt > takeoverAt && from.random.chance(0.75),
  );
  for (const life of passing) life.cutAt(takeoverAt);

  from.tellOfMany('NoticeGiven', noticeAt, {
    subjects: passing.map((life) => life.subject),
    data: {
      ...{ purposes: ['local:BusinessSuccession'], categories: PASSED_ON, channel: 'email', prominent: true },
      ...{ newController: to.controllerId, items: ['recipients', 'recipientContact'] },
    },
  });
  from.tellOfMany('PersonalDataTransferred', takeoverAt, {
    subjects: passing.map((life) => life.subject),
    data: {
      newController: to.controllerId,
      ground: 'merger',
      categories: PASSED_ON,
      purposes: ['local:BusinessSuccession'],
      successorCommitment: 'boundByPolicy',
      agreementRef: 'merger-agreement-1',
    },
  });
  to.tellOfMany('SubjectAgeAsserted', takeoverAt + 30_000, {
    subjects: passing.map(asKnownByEmail),
    data: { band: '18+', basis: 'declared' },
  });
  to.tellOfMany('PersonalDataCollected', takeoverAt + 60_000, {
    subjects: passing.map(asKnownByEmail),
    data: {
      function: 'purchase',
      categories: say.required('pd:Name', 'pd:EmailAddress', 'pd:TelephoneNumber'),
      source: { kind: 'businessPartner', name: from.controllerId, authorisationRef: 'merger-agreement-1' },
      purposes: ['dpv:SellProducts'],
      legalBasis: 'local:PIPL-13-2',
    },
  });
}

function asKnownByEmail(life: Life): Subject {
  return { identifiers: [say.emailOf(life.person)] };
}
