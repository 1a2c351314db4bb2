import { answer, collected, request, used } from '../records.ts';
import type { KindCase } from './kind-case.ts';

const refusing = { kind: 'RGT-REFUSE', told: ['reasons', 'complaintRoute'] };
const refused = (data: object) => answer('refused', { refusalGround: 'tradeSecret', ...data });
const access = request('access');
const half = { kind: 'RET-LIMIT', categories: ['pd:Location'], period: { n: 6, unit: 'month' } };
const located = collected({
  function: 'navigation',
  purposes: ['local:LocationBasedService'],
  categories: ['pd:GPSCoordinate'],
  retentionPeriod: 'P1Y',
});
const locationUsed = (at: string, operation = 'dpv:Use') => ({
  ...used({ purposes: ['local:LocationBasedService'], categories: ['pd:GPSCoordinate'], operation }),
  at,
});

/** Parameters that none of the texts gives, and a company's own policy may. */
export const keepingAndRightsKinds: readonly KindCase[] = [
  {
    title: 'a refusal that tells its reasons and where to complain',
    rules: [{ ...refusing, grounds: ['tradeSecret'] }],
    given: [access],
    when: refused({ reasonsGiven: true, complaintRouteGiven: true }),
    then: ['RGT-REFUSE', 'conforms'],
  },
  {
    title: 'a refusal that does not tell where to complain',
    rules: [refusing],
    given: [access],
    when: refused({ reasonsGiven: true, complaintRouteGiven: false }),
    then: ['RGT-REFUSE', 'violates', 'reasonsNotGiven'],
  },
  {
    title: 'a refusal of which nobody declared what it told',
    rules: [refusing],
    given: [access],
    when: refused({ reasonsGiven: true }),
    then: ['RGT-REFUSE', 'gap', 'reasonsGivenNotDeclared'],
  },
  {
    title: 'a longest time in the pack that is shorter than the one on record',
    rules: [half],
    given: [located],
    when: locationUsed('2027-04-13T09:00:00+08:00'),
    then: ['RET-LIMIT', 'violates', 'retentionOver'],
  },
  {
    title: 'getting rid of data is never too late',
    rules: [half, { kind: 'USE-PURPOSE', purposes: ['local:LocationBasedService'] }],
    given: [located],
    when: locationUsed('2027-04-13T09:00:00+08:00', 'dpv:Erase'),
    then: ['USE-PURPOSE', 'conforms'],
  },
];
