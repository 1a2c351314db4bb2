import { describe, expect, it } from '@jest/globals';
import { cloudEventOfHeaders, pointerInCloudEvent, reportOfCloudEvent } from './cloud-events.ts';

const EVENT = {
  specversion: '1.0',
  id: 'order-7',
  source: '/shop',
  type: 'org.personal-data-ledger.PersonalDataShared.v1',
  time: '2026-11-20T10:00:00+08:00',
  subject: 'never read',
  correlationid: '018f9b3e-0000-7000-8000-000000000001',
  data: { controllerId: 'kamoer', data: { recipient: 'sf-express' } },
};

describe('a CloudEvent as a report', () => {
  it('takes attributes for members and keeps the offset of the time', () => {
    expect(reportOfCloudEvent(EVENT)).toEqual({
      report: {
        type: 'PersonalDataShared',
        source: '/shop',
        sourceId: 'order-7',
        occurredAt: '2026-11-20T10:00:00+08:00',
        correlationId: '018f9b3e-0000-7000-8000-000000000001',
        controllerId: 'kamoer',
        data: { recipient: 'sf-express' },
      },
    });
  });

  it('reads binary mode from headers, percent-decoded', () => {
    const headers = {
      'ce-specversion': '1.0',
      'ce-id': 'r%20%C3%A4',
      'ce-source': '/shop',
      'ce-type': EVENT.type,
      'ce-time': EVENT.time,
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      authorization: 'never read',
    };
    expect(reportOfCloudEvent(cloudEventOfHeaders(headers, EVENT.data))).toEqual({
      report: {
        type: 'PersonalDataShared',
        source: '/shop',
        sourceId: 'r ä',
        occurredAt: EVENT.time,
        traceparent: headers.traceparent,
        ...EVENT.data,
      },
    });
  });

  it.each([
    ['', 'text'],
    ['/specversion', { ...EVENT, specversion: '0.3' }],
    ['/id', { ...EVENT, id: '' }],
    ['/source', { ...EVENT, source: undefined }],
    ['/type', { ...EVENT, type: 'com.example.PersonalDataShared' }],
    ['/type', { ...EVENT, type: 'org.personal-data-ledger.PersonalDataShared.v2' }],
    ['/data_base64', { ...EVENT, data_base64: 'e30=' }],
    ['/data', { ...EVENT, data: [] }],
  ])('refuses what is wrong at "%s"', (pointer, event) => {
    expect(reportOfCloudEvent(event)).toEqual({ fault: expect.objectContaining({ pointer, code: 'cloudEvent' }) });
  });

  it.each([
    ['/occurredAt', '/time'],
    ['/sourceId', '/id'],
    ['/type', '/type'],
    ['/data/categories/0', '/data/data/categories/0'],
    ['/subject/identifiers/0/value', '/data/subject/identifiers/0/value'],
    ['', '/data'],
  ])('tells of %s at %s', (inReport, inEvent) => {
    expect(pointerInCloudEvent(inReport)).toBe(inEvent);
  });
});
