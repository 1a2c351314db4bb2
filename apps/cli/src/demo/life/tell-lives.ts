import { Chronicle } from './chronicle.ts';
import type { Life, Span } from './chronicle.ts';
import { tellClex } from './clex.ts';
import { CLEX, COMPANIES, KAADAS, KAAYEE, KAIDEXIPU, KAMOER } from './companies.ts';
import { tellKaadas } from './kaadas.ts';
import { tellKaayee } from './kaayee.ts';
import { tellKaidexipu } from './kaidexipu.ts';
import { tellKamoer } from './kamoer.ts';
import { tellMerger } from './merger.ts';
import { inventPeople } from './people.ts';
import type { Person } from './people.ts';
import { Random } from './random.ts';
import type { Report } from './report.ts';

export interface Telling {
  readonly seed: number;
  /** Subjects over all companies; who is with two of them counts twice, as in the ledger. */
  readonly subjectCount: number;
  /** End of the time that is told, in milliseconds since 1970; it begins two years before. */
  readonly until: number;
}

/** What one company reports, in order of time. */
export interface Story {
  readonly controllerId: string;
  readonly reports: readonly Report[];
  readonly lives: readonly Life[];
}

const SPAN_DAYS = 730;
const DAY_MS = 86_400_000;
/** Of all people so many are with one company only; the rest of the seats go to people who are with several. */
const PEOPLE_PER_SUBJECT = 0.85;

const TELLERS: { readonly [controllerId: string]: (chronicle: Chronicle, people: readonly Person[]) => void } = {
  [CLEX.registration.id]: tellClex,
  [KAAYEE.registration.id]: tellKaayee,
  [KAADAS.registration.id]: tellKaadas,
  [KAMOER.registration.id]: tellKamoer,
  [KAIDEXIPU.registration.id]: tellKaidexipu,
};

/** Two years at five companies, the same for the same telling. */
export function tellLives(telling: Telling): readonly Story[] {
  const random = new Random(telling.seed);
  const span: Span = { from: telling.until - SPAN_DAYS * DAY_MS, until: telling.until };
  const people = inventPeople(random.fork('people'), Math.ceil(telling.subjectCount * PEOPLE_PER_SUBJECT));
  const chronicles = new Map<string, Chronicle>();
  let taken = 0;
  for (const company of COMPANIES) {
    const chronicle = new Chronicle(company, random.fork(company.registration.id), span);
    const count = Math.max(2, Math.round((telling.subjectCount * company.percentOfSubjects) / 100));
    // Round the table: the last companies' customers are the first companies' again.
    const own = Array.from({ length: count }, (_, seat) => people[(taken + seat) % people.length]).filter(
      (one) => one !== undefined,
    );
    taken += count;
    TELLERS[chronicle.controllerId]?.(chronicle, own);
    chronicles.set(chronicle.controllerId, chronicle);
  }
  const [from, to] = [chronicles.get(CLEX.registration.id), chronicles.get(KAMOER.registration.id)];
  if (from !== undefined && to !== undefined) tellMerger(from, to);
  return [...chronicles.values()].map((chronicle) => ({
    controllerId: chronicle.controllerId,
    reports: chronicle.reports(),
    lives: chronicle.lives,
  }));
}
