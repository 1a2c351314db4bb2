import { faultLine, type LintedPolicy } from '#libs/policy-packs';
import { printable } from '../terminal/printable.ts';

/** As compilers write it, so that editors find the place: `file:line:column`, then what there is to say. */
export function lintLines({ faults, remarks }: Pick<LintedPolicy, 'faults' | 'remarks'>): readonly string[] {
  return [
    ...faults.map(faultLine),
    ...remarks.map(({ file, line, column, code, row, message, againstLine }) => {
      const about = row === undefined ? code : `${code} ${row}`;
      const other = againstLine === undefined ? '' : ` See line ${String(againstLine)}.`;
      return `${file}:${String(line)}:${String(column)} ${about}: ${message}${other}`;
    }),
  ].map(printable);
}

export function lintSummary({ faults, remarks }: Pick<LintedPolicy, 'faults' | 'remarks'>): string {
  if (faults.length > 0) return `${counted(faults.length, 'fault')}: it cannot be published.`;
  return `No fault, ${counted(remarks.length, 'remark')}.`;
}

function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
