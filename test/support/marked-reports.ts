import { fieldPlaces, recordTypes } from '#libs/domain';
import { MARK } from './marked-text.ts';
import { CONTROLLERS } from './report-generator.ts';

/** Whatever a careless client may put into headers. */
export const MARKED_HEADERS = {
  ...{ 'user-agent': `${MARK}/1.0`, 'x-request-id': `${MARK}-request`, cookie: `session=${MARK}` },
  ...{ referer: `https://${MARK}.example/`, traceparent: `00-${MARK}`, 'x-forwarded-for': MARK },
};

let count = 0;

export const marked = (what: string): string => `${MARK} ${what}`;
export const identifiers = (name: string) => [
  { scheme: 'userId', value: `${MARK}-${name}` },
  { scheme: 'email', value: `${MARK}.${name}@example.com` },
];

/** A record with a mark wherever a text of anybody's may stand. */
export function markedReport(name: string, extra: object = {}) {
  count += 1;
  return {
    ...{ source: `/${MARK}/source`, sourceId: `${MARK}-record-${count}`, type: 'PersonalDataCorrected' },
    ...{ controllerId: CONTROLLERS[0], occurredAt: '2026-11-20T10:00:00+08:00' },
    subject: { identifiers: identifiers(name) },
    actor: { kind: 'person', identifiers: [{ scheme: 'staffId', value: `${MARK}-clerk` }] },
    data: { categories: ['pd:Name'], requestedBy: 'subject', reason: marked('reason') },
    details: { 'pd:Name': { given: marked('given'), [marked('as a name')]: [marked('in a list')] } },
    ...extra,
  };
}

/** Every text in words that a record type has a place for; all stand at the top of the fields. */
export const STATEMENTS = [...recordTypes.values()].flatMap((definition) =>
  fieldPlaces(definition).flatMap(({ path, field }) =>
    field.kind === 'sealedText' ? [{ type: definition.type, path, text: marked(`${definition.type} ${path}`) }] : [],
  ),
);
