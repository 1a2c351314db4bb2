import { IsInt, Max, Min } from 'class-validator';
import { OidcSettings } from './oidc.settings.ts';
import { Setting } from './setting.ts';

/** How much one credential may do. Counted in the memory of each process: of two API processes each allows as much. */
export abstract class RequestLimitSettings extends OidcSettings {
  @Setting({
    env: 'PDL_REQUESTS_PER_SECOND_MAX',
    kind: 'number',
    default: '20000',
    description:
      'Most requests per second of one credential; 0 is no limit. The default is more than two cores can serve.',
  })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly requestsPerSecondMax!: number;

  @Setting({
    env: 'PDL_RECORDS_PER_MINUTE_MAX',
    kind: 'number',
    default: '0',
    description:
      'Most records per minute reported with one credential; 0 is no limit. A stream of NDJSON is slowed down.',
  })
  @IsInt()
  @Min(0)
  @Max(100_000_000)
  readonly recordsPerMinuteMax!: number;

  @Setting({
    env: 'PDL_IN_FLIGHT_BYTES_MAX',
    kind: 'number',
    default: '33554432',
    description:
      'Most bytes of requests that are being worked on at once, 4 KiB at least for each; what comes beyond gets a 503 with `Retry-After`.',
  })
  @IsInt()
  @Min(65_536)
  @Max(4_294_967_296)
  readonly inFlightBytesMax!: number;

  @Setting({
    env: 'PDL_ARRIVAL_MS_MAX',
    kind: 'number',
    default: '30000',
    description:
      'Longest time, in milliseconds, that headers, and again a body, may take to arrive. A stream of NDJSON may take as long as it keeps coming.',
  })
  @IsInt()
  @Min(100)
  @Max(3_600_000)
  readonly arrivalMsMax!: number;

  @Setting({
    env: 'PDL_LOOKUP_WINDOW_S',
    kind: 'number',
    default: '3600',
    description: 'Time, in seconds, within which different subjects looked at with one credential are counted.',
  })
  @IsInt()
  @Min(1)
  @Max(86_400)
  readonly lookupWindowS!: number;

  @Setting({
    env: 'PDL_LOOKUP_ALARM_SUBJECTS',
    kind: 'number',
    default: '1000',
    description:
      'So many different subjects looked up or read within the window raise an alarm: `MassLookupDetected` and a metric; 0 is no alarm.',
  })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly lookupAlarmSubjects!: number;

  @Setting({
    env: 'PDL_LOOKUP_SUBJECTS_MAX',
    kind: 'number',
    default: '100000',
    description: 'Most different subjects one credential may look up or read within the window; 0 is no limit.',
  })
  @IsInt()
  @Min(0)
  @Max(1_000_000)
  readonly lookupSubjectsMax!: number;
}
