import type { CalendarDate, WorkingCalendar, WorkingCalendars } from '#libs/domain';
import { yamlFilesIn } from './data-folder.ts';
import { PolicyPackError } from './policy-pack-error.ts';
import { temporalTime } from './temporal-time.ts';
import { parseYaml, readYamlFile, schemaOf } from './yaml-file.ts';
import type { YamlFile, YamlSource } from './yaml-file.ts';

/** A calendar as its file says it: `data/calendars/calendar.schema.json`. */
export interface CalendarFile {
  readonly id: string;
  readonly title: string;
  readonly verifiedOn: CalendarDate;
  readonly weekend: readonly number[];
  readonly validFrom: CalendarDate;
  readonly validThrough: CalendarDate;
  readonly announcements: readonly {
    readonly year: number;
    readonly document: string;
    readonly issuedOn: CalendarDate;
    readonly source: string;
    readonly holidays: readonly { readonly name: string; readonly from: CalendarDate; readonly to: CalendarDate }[];
    readonly makeUpDays: readonly CalendarDate[];
  }[];
}

const SCHEMA = 'calendars/calendar.schema.json';

/**
 * The calendars of working days that come with the ledger.
 *
 * @throws PolicyPackError
 */
export function loadCalendars(): WorkingCalendars {
  const calendars = yamlFilesIn('calendars').map((file) => calendarOf(readYamlFile<CalendarFile>(file, SCHEMA)));
  return new Map(calendars.map((calendar) => [calendar.id, calendar]));
}

/** Parse a calendar that somebody wrote. */
export function parseCalendar(source: YamlSource): WorkingCalendar {
  return calendarOf(parseYaml<CalendarFile>(source, schemaOf(SCHEMA)));
}

function calendarOf({ value, faultAt }: YamlFile<CalendarFile>): WorkingCalendar {
  const faults = value.announcements.flatMap(({ holidays, makeUpDays }, index) => [
    ...holidays.flatMap(({ from, to }, nth) =>
      from <= to ? [] : [faultAt(`/announcements/${index}/holidays/${nth}/to`, 'must not be before the first day')],
    ),
    ...makeUpDays.flatMap((day, nth) =>
      value.weekend.includes(temporalTime.weekday(day))
        ? []
        : [faultAt(`/announcements/${index}/makeUpDays/${nth}`, 'must be a day of the weekend')],
    ),
  ]);
  if (faults.length > 0) throw PolicyPackError.ofFaults(faults);
  return {
    id: value.id,
    validFrom: value.validFrom,
    validThrough: value.validThrough,
    weekend: value.weekend,
    daysOff: new Set(value.announcements.flatMap(({ holidays }) => holidays.flatMap(daysOf))),
    makeUpDays: new Set(value.announcements.flatMap(({ makeUpDays }) => makeUpDays)),
  };
}

function daysOf({ from, to }: { readonly from: CalendarDate; readonly to: CalendarDate }): readonly CalendarDate[] {
  const days: CalendarDate[] = [];
  for (let day = from; day <= to; day = temporalTime.laterDate(day, 'P1D')) days.push(day);
  return days;
}
