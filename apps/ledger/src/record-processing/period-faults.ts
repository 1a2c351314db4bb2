import type { RecordReport } from '#libs/domain';
import type { ProblemFieldError } from '../problems/index.ts';

interface Period {
  readonly beginsAt: (report: RecordReport) => unknown;
  /** What the beginning is called, for whoever reads the fault. */
  readonly beginning: string;
  readonly end: string;
}

/** Fields that end what another one begins. Such a period is no fact, lawful or not (ADR 0001): one of the two is a slip. */
const PERIODS: ReadonlyMap<string, Period> = new Map([
  ['ConsentGiven', { beginsAt: ({ occurredAt }) => occurredAt, beginning: 'occurredAt', end: 'expiresAt' }],
  [
    'RecipientAgreementConcluded',
    { beginsAt: ({ data }) => data['validFrom'], beginning: 'validFrom', end: 'validUntil' },
  ],
]);

/** A period that ends before it begins. What is not written as a time is told by the check of the field itself. */
export function periodFaults(report: RecordReport): ProblemFieldError[] {
  const period = PERIODS.get(report.type);
  if (period === undefined) return [];
  const { beginsAt, beginning, end } = period;
  if (!(timeOf(report.data[end]) < timeOf(beginsAt(report)))) return [];
  return [{ pointer: `/data/${end}`, code: 'tooEarly', message: `must not be before ${beginning}` }];
}

const timeOf = (written: unknown): number => (typeof written === 'string' ? Date.parse(written) : Number.NaN);
