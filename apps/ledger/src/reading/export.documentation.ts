import type { Content } from '../validation/index.ts';
import { referenceTo } from '../validation/index.ts';
import { EXPORT_COLUMNS } from './export-format.ts';
import { RecordEntryDto } from './record-entry.dto.ts';

/** What a read answers to `Accept`, beside its page of JSON. */
export const EXPORTS: Content = {
  'application/x-ndjson': {
    type: 'string',
    description: 'Everything that matches, the oldest first: one entry on each line, as described by `contentSchema`.',
    contentMediaType: 'application/x-ndjson',
    contentSchema: referenceTo(RecordEntryDto),
  },
  'text/csv': {
    type: 'string',
    description: `Everything that matches, the oldest first (RFC 4180). Columns: ${EXPORT_COLUMNS.join(', ')}. Lists and objects are JSON.`,
    contentMediaType: 'text/csv',
  },
};
