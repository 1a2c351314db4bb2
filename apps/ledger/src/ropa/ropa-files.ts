import { stringify } from 'csv-stringify/sync';
import type { Vocabulary } from '#libs/domain';
import { activityTable, driftTable, nameOf, partiesTable, recordedTable, type Cells, type Table } from './ropa-rows.ts';
import type { RopaDto } from './ropa.dto.ts';

/** The declared activities as a spreadsheet reads them (RFC 4180): who answers for them stands in each line. */
export function ropaCsv(ropa: RopaDto, vocabulary: Vocabulary): string {
  const activities = activityTable(ropa, vocabulary);
  const parties = partiesTable(ropa);
  const columns = [...activities.columns, ...parties.columns];
  const rows = activities.rows.map((cells) => [...cells, ...parties.rows.flat()]);
  // `escape_formulas` keeps a spreadsheet from running what a field begins with (OWASP: CSV injection).
  return stringify(
    rows.map((cells) => cells.map((lines) => lines.join('; '))),
    { header: true, columns, escape_formulas: true },
  );
}

const STYLE = `
  @page { size: A4 landscape; margin: 12mm }
  body { font: 10pt/1.35 system-ui, sans-serif; color: #111; margin: 1.5rem }
  h1 { font-size: 1.4em } h2 { font-size: 1.1em; margin-top: 1.6em }
  table { border-collapse: collapse; width: 100%; font-size: 0.82em }
  th, td { border: 1px solid #999; padding: 0.25em 0.4em; text-align: left; vertical-align: top }
  thead { display: table-header-group } tr { break-inside: avoid } th { background: #eee }
`;

/** The whole register as one page to print. It loads nothing and runs nothing. */
export function ropaHtml(ropa: RopaDto, vocabulary: Vocabulary): string {
  const { controller, policy } = ropa;
  const title = `Register of processing activities: ${nameOf(ropa)}`;
  const under = policy === undefined ? 'No policy in force.' : `Policy in force: ${policy.policyVersion}.`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${escaped(title)}</title><style>${STYLE}</style></head>`,
    `<body><h1>${escaped(title)}</h1>`,
    `<p>${escaped(`GDPR Art. 30(1). Controller ${controller.id}. ${under}`)}</p>`,
    ...[partiesTable, activityTable, recordedTable, driftTable].map((tableOf) => tableHtml(tableOf(ropa, vocabulary))),
    '</body></html>',
    '',
  ].join('\n');
}

function tableHtml({ title, columns, rows }: Table): string {
  const head = `<h2>${escaped(title)}</h2>`;
  if (rows.length === 0) return `${head}<p>None.</p>`;
  const header = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  return `${head}<table><thead><tr>${header}</tr></thead><tbody>${rows.map(rowHtml).join('')}</tbody></table>`;
}

function rowHtml(cells: Cells): string {
  return `<tr>${cells.map((lines) => `<td>${lines.map(escaped).join('<br>')}</td>`).join('')}</tr>`;
}

const ENTITIES: { readonly [sign: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
