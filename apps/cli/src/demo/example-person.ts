import type { Acknowledgements } from './acknowledgements.ts';
import { DemoError } from './demo-error.ts';
import type { Life } from './life/chronicle.ts';
import type { Person } from './life/people.ts';
import type { Report } from './life/report.ts';
import type { Story } from './life/tell-lives.ts';

/** Whom the examples are about: a buyer at Kamoer to whom much happened, who is also with another company. */
export interface ExamplePerson {
  readonly person: Person;
  readonly controllerId: string;
  readonly subjectId: string;
  /** Everything the company reported about them alone, in order. */
  readonly reports: readonly Report[];
  /** The other company that knows the same e-mail address, and whom that makes there. */
  readonly elsewhere: { readonly controllerId: string; readonly subjectId: string } | undefined;
}

const COMPANY = 'kamoer';
/** Only this company asks for an e-mail address as well and has customers in common with the first. */
const OTHER_COMPANY = 'clex';

/** @throws DemoError when too little was acknowledged to have an example */
export function chooseExample(stories: readonly Story[], acknowledgements: Acknowledgements): ExamplePerson {
  const others = new Map(livesAt(stories, OTHER_COMPANY).map((life) => [life.person.serial, life]));
  const candidates = livesAt(stories, COMPANY).filter((life) => subjectOf(life, acknowledgements) !== undefined);
  const inBoth = candidates.filter(({ person }) => others.has(person.serial));
  const [life] = (inBoth.length > 0 ? inBoth : candidates).toSorted((a, b) => variety(b) - variety(a));
  const subjectId = life && subjectOf(life, acknowledgements);
  if (life === undefined || subjectId === undefined)
    throw new DemoError('refused', 'Too little was recorded for an example.');
  const other = others.get(life.person.serial);
  const otherId = other && subjectOf(other, acknowledgements);
  return {
    person: life.person,
    controllerId: COMPANY,
    subjectId,
    reports: life.reports.filter((report) => acknowledgements.receipts.has(report)),
    elsewhere: otherId === undefined ? undefined : { controllerId: OTHER_COMPANY, subjectId: otherId },
  };
}

const livesAt = (stories: readonly Story[], controllerId: string): readonly Life[] =>
  stories.find((story) => story.controllerId === controllerId)?.lives ?? [];

function subjectOf(life: Life, acknowledgements: Acknowledgements): string | undefined {
  const [first] = life.reports;
  return first === undefined ? undefined : acknowledgements.receipts.get(first)?.subjectId;
}

const variety = ({ reports }: Life): number => new Set(reports.map(({ type }) => type)).size;
