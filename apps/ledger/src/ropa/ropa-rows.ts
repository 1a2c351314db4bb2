import { labelOf, type DeclaredActivity, type Vocabulary } from '#libs/domain';
import { durationInWords, inWords } from './in-words.ts';
import type { RopaActivityDto, RopaDriftDto, RopaDto, RopaRecordedDto } from './ropa.dto.ts';

/** The register in words, for whoever reads it on paper or in a spreadsheet: a cell holds lines. */
export type Cells = readonly (readonly string[])[];

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Cells[];
}

/** What is said of a company when it is registered, as far as Art. 30(1)(a) asks for it. */
interface Registered {
  readonly id: string;
  readonly names: readonly string[];
  readonly country?: string;
  readonly contact?: string;
  readonly dpoContact?: string;
  readonly representative?: { readonly name: string; readonly country: string; readonly contact?: string };
}

// The registration is described by the definition of its event, whose fields have no static type there.
const registeredIn = ({ controller }: RopaDto): Registered => controller as unknown as Registered;

export const nameOf = (ropa: RopaDto): string => registeredIn(ropa).names[0] ?? registeredIn(ropa).id;

/** GDPR Art. 30(1)(a): one row. What is not registered is said to be so, for the article asks for it. */
export function partiesTable(ropa: RopaDto): Table {
  const { country, contact, dpoContact, representative } = registeredIn(ropa);
  return {
    title: 'Who answers for it',
    columns: ['Controller (a)', 'Representative (a)', 'Data protection officer (a)'],
    rows: [
      [
        partyCell({ name: nameOf(ropa), country, contact }),
        representative === undefined ? ['none registered'] : partyCell(representative),
        [dpoContact ?? 'none registered'],
      ],
    ],
  };
}

const partyCell = (party: { name: string; country?: string | undefined; contact?: string | undefined }): string[] => [
  party.name,
  ...(party.country === undefined ? [] : [party.country]),
  party.contact ?? 'no contact registered',
];

/** GDPR Art. 30(1)(b) to (g), and what Art. 13 asks for besides. */
export function activityTable({ activities, recorded }: RopaDto, vocabulary: Vocabulary): Table {
  const columns = [
    'Activity',
    'Role',
    'Purposes (b)',
    'People (c)',
    'Data (c)',
    'Recipients (d)',
    'Third countries and safeguards (e)',
    'Time limits (f)',
    'Security (g)',
    'Legal bases',
    'Records',
  ];
  return {
    title: 'Activities as declared',
    columns,
    rows: activities.map((activity) => activityCells(activity, recorded, vocabulary)),
  };
}

function activityCells(
  { declared }: RopaActivityDto,
  recorded: readonly RopaRecordedDto[],
  vocabulary: Vocabulary,
): Cells {
  const of = declared as DeclaredActivity;
  const say = (iri: string): string => labelOf(vocabulary, iri, 'en');
  const { jointControllers = [], onBehalfOf = [], recipients = [], recipientKinds = [] } = of;
  const { transfers = [], retention = [], securityMeasures = [], legalBases = [] } = of;
  const count = recorded
    .filter(({ purpose }) => of.purposes.includes(purpose))
    .reduce((sum, one) => sum + one.count, 0);
  return [
    [of.activity],
    [inWords(of.role), ...jointControllers.map((id) => `with ${id}`), ...onBehalfOf.map((id) => `for ${id}`)],
    of.purposes.map(say),
    [...of.subjectCategories],
    of.categories.map(say),
    [...recipients, ...recipientKinds.map(inWords)],
    transfers.map(({ country, mechanism = 'no mechanism declared' }) => `${country}: ${mechanism}`),
    retention.map(({ category, period, rule = 'not declared' }) =>
      [category === undefined ? 'all' : say(category), period === undefined ? rule : durationInWords(period)].join(
        ': ',
      ),
    ),
    securityMeasures.map(inWords),
    legalBases.map(say),
    [String(count)],
  ];
}

export function recordedTable({ recorded }: RopaDto, vocabulary: Vocabulary): Table {
  const say = (iri: string): string => labelOf(vocabulary, iri, 'en');
  return {
    title: 'What was recorded',
    columns: ['Purpose', 'Data', 'Recipients', 'Legal bases', 'Record types', 'Records', 'First', 'Last'],
    rows: recorded.map(({ purpose, categories, recipients, legalBases, types, count, firstAt, lastAt }) => [
      [say(purpose)],
      categories.map(say),
      recipients,
      legalBases.map(say),
      types,
      [String(count)],
      [firstAt.slice(0, 'YYYY-MM-DD'.length)],
      [lastAt.slice(0, 'YYYY-MM-DD'.length)],
    ]),
  };
}

export function driftTable({ drift }: RopaDto, vocabulary: Vocabulary): Table {
  const say = (iri: string): string => labelOf(vocabulary, iri, 'en');
  return {
    title: 'Where the two part',
    columns: ['About', 'What'],
    rows: drift.map((one) => [[one.activity ?? say(one.purpose ?? '')], [driftSentence(one, say)]]),
  };
}

function driftSentence(drift: RopaDriftDto, say: (iri: string) => string): string {
  const { kind, count = 0, inPolicy, categories = [], recipients = [], legalBases = [] } = drift;
  switch (kind) {
    case 'purposeNotDeclared':
      return `No activity declares this purpose, and ${count} records serve it; the policy ${inPolicy === true ? 'has it' : 'lacks it as well'}.`;
    case 'categoriesNotDeclared':
      return `Data that no activity declares for it: ${categories.map(say).join(', ')}.`;
    case 'recipientsNotDeclared':
      return `Recipients that no activity declares for it: ${recipients.join(', ')}.`;
    case 'legalBasesNotDeclared':
      return `Legal bases that no activity declares for it: ${legalBases.map(say).join(', ')}.`;
    case 'activityNotRecorded':
      return 'Nothing was ever recorded for any of its purposes.';
  }
}
