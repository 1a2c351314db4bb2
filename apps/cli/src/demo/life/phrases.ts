import type { Chronicle, Life } from './chronicle.ts';
import type { Company } from './companies.ts';
import type { Person } from './people.ts';
import { DAY_MS } from './chronicle.ts';
import type { Actor, Details, Fields, Identifier } from './report.ts';

/** What the records of all companies say in the same way. */

const collected =
  (necessity: string) =>
  (...categories: readonly string[]): Fields[] =>
    categories.map((category) => ({ category, necessity }));

export const required = collected('required');
export const offered = collected('optional');
export const automatic = collected('automatic');
/** Required, and the company itself treats it as sensitive. */
export const sensitive = (...categories: readonly string[]): Fields[] =>
  categories.map((category) => ({ category, necessity: 'required', sensitive: true }));

/** Whoever registers says how old they are: an unknown age is no adult's. */
export function assertAdult(life: Life): void {
  life.tell('SubjectAgeAsserted', { band: '18+', basis: 'declared' });
}

export const FROM_SUBJECT: Fields = { kind: 'subject' };
export const FROM_DEVICE: Fields = { kind: 'device' };

/** The account a company knows somebody by, and what it asked for at registration. */
export function accountOf({ registration }: Company, person: Person, others: readonly Identifier[]): Identifier[] {
  return [{ scheme: 'userId', value: `${registration.id}-${String(person.serial).padStart(5, '0')}` }, ...others];
}

export const emailOf = (person: Person): Identifier => ({ scheme: 'email', value: person.email });
export const phoneOf = (person: Person): Identifier => ({ scheme: 'phone', value: person.phone });

/** What goes sealed with a registration. */
export function contactDetails(person: Person): Details {
  return { 'pd:EmailAddress': person.email, 'pd:TelephoneNumber': person.phone };
}

const CLERKS = ['ines', 'tariq', 'yun', 'olga'] as const;

/** One of the few people in a company's customer service. */
export function clerkOf(life: Life, team = 'service'): Actor {
  const value = `${life.random.pick(CLERKS)}.${team}@${life.chronicle.controllerId}.example`;
  return { kind: 'person', identifiers: [{ scheme: 'staffAccount', value }] };
}

/** Share of deletions that come too late, and of those who never get one within the span. */
const LATE = 0.2;

export interface Ending {
  readonly requestedBy: 'subject' | 'employer' | 'guardian' | 'controller';
  readonly categories: readonly string[];
  /** Days within which the company promises to have deleted. */
  readonly promisedDays: number;
  /** Recipients that hold the data and are told. */
  readonly recipients?: readonly string[];
  readonly reason?: string;
}

/** The account ends; use stops, what is in a backup is cut off, the rest deleted: mostly in time. */
export function cancelAccount(life: Life, ending: Ending): void {
  const { categories, promisedDays, recipients = [], requestedBy, reason } = ending;
  const { random } = life;
  life.tell(
    'AccountCancelled',
    { requestedBy, ...(reason === undefined ? {} : { reason }) },
    random.chance(0.4) ? { actor: clerkOf(life) } : {},
  );
  life.end();
  const backupRef = backupBefore(life.chronicle, life.clock);
  const inBackup = backupRef !== undefined;
  if (inBackup) life.tell('BackupCopyIsolated', { backupRef, categories, until: life.inDays(90) });
  if (random.chance(LATE)) life.passDays(promisedDays + 10, promisedDays + 70);
  else life.passDays(1, promisedDays);
  life.tell('PersonalDataDeleted', {
    categories,
    method: random.pick(['erasure', 'overwriting'] as const),
    ground: 'accountCancelled',
    ...(recipients.length === 0 || random.chance(0.25) ? {} : { recipientsInformed: recipients }),
  });
  if (!inBackup) return;
  life.passDays(30, 95);
  life.tell('BackupCopyCleared', { backupRef, outcome: 'erased', categories });
}

const BACKUP_EVERY_MS = 30 * DAY_MS;
const backupName = (chronicle: Chronicle, n: number): string => `${chronicle.controllerId}-backup-${n}`;

/** A backup each month, from the first day of the span on. */
export function takeBackups(chronicle: Chronicle, datasets: readonly string[]): void {
  const { from, until } = chronicle.span;
  for (let n = 0, at = from; at <= until; n += 1, at += BACKUP_EVERY_MS) {
    chronicle.tell('BackupTaken', at, {
      backupRef: backupName(chronicle, n),
      datasets,
      country: 'CN',
      encrypted: true,
      retentionPeriod: 'P90D',
    });
  }
}

/** The newest backup at an instant; none if the company takes none. */
function backupBefore(chronicle: Chronicle, at: number): string | undefined {
  const n = Math.floor((at - chronicle.span.from) / BACKUP_EVERY_MS);
  return n < 0 ? undefined : backupName(chronicle, n);
}
