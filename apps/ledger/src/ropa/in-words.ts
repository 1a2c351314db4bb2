/** `classifiedProtection` as `classified protection`: names of the interface, for whoever reads a page. */
export const inWords = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const UNITS: ReadonlyMap<string, string> = new Map([
  ['Y', 'year'],
  ['M', 'month'],
  ['W', 'week'],
  ['D', 'day'],
]);

/** An ISO 8601 duration of days and more, such as `P1Y6M`, as `1 year, 6 months`; one with hours as it is. */
export function durationInWords(duration: string): string {
  if (duration.includes('T')) return duration;
  return [...duration.matchAll(/(\d+)([YMWD])/g)]
    .map(([, count = '', unit = '']) => `${count} ${UNITS.get(unit) ?? ''}${count === '1' ? '' : 's'}`)
    .join(', ');
}
