import { IsBoolean, IsIn, IsInt, IsString, Length, Matches, Max, Min, MinLength } from 'class-validator';
import { RequestLimitSettings } from './request-limits.settings.ts';
import { Absentable, Setting } from './setting.ts';

const MEBIBYTE = 1_048_576;

/** 32 bytes as 64 hexadecimal digits or as base64 (with or without padding, both alphabets). */
const KEY_OF_256_BITS = /^(?:[0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$/;

export type Environment = 'development' | 'production';

/** Everything that can be set from outside, validated as a whole by `loadSettings`. Adding one is an entry here. */
export class Settings extends RequestLimitSettings {
  @Setting({
    env: 'PDL_ENVIRONMENT',
    kind: 'text',
    defaultText: '`production` when `NODE_ENV` is, else `development`',
    description: 'What the ledger runs as: `development` or `production`.',
  })
  @IsIn(['development', 'production'])
  readonly environment!: Environment;

  @Setting({ env: 'PDL_HOST', kind: 'text', default: '127.0.0.1', description: 'Address to listen on.' })
  @IsString()
  @Length(1, 255)
  @Matches(/^[A-Za-z0-9.:_-]+$/)
  readonly host!: string;

  @Setting({
    env: 'PDL_PORT',
    kind: 'number',
    default: '8080',
    description: 'Port to listen on; 0 lets the system choose one.',
  })
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly port!: number;

  @Setting({
    env: 'PDL_KEK',
    kind: 'text',
    secret: true,
    defaultText: 'none',
    description:
      'Key-encryption key: 32 bytes as hex or base64. Either this or `PDL_KEK_FILE` is required in production and when not bound to loopback.',
  })
  @Absentable()
  @Matches(KEY_OF_256_BITS)
  readonly kek?: string;

  @Setting({
    env: 'PDL_KEK_FILE',
    kind: 'text',
    defaultText: 'in development a file made in the data folder',
    description: 'File that holds the key-encryption key. Keep it away from the data folder and its backups.',
  })
  @Absentable()
  @IsString()
  @Length(1, 4_096)
  readonly kekFile?: string;

  @Setting({
    env: 'PDL_KEK_ALSO',
    kind: 'text',
    secret: true,
    defaultText: 'none',
    description:
      'A second key-encryption key that only opens what it wrapped: the previous one until `pdl keys rotate` has ended, or the next one while processes are restarted one after the other.',
  })
  @Absentable()
  @Matches(KEY_OF_256_BITS)
  readonly kekAlso?: string;

  @Setting({
    env: 'PDL_KEK_ALSO_FILE',
    kind: 'text',
    defaultText: 'none',
    description: 'File that holds the second key-encryption key, instead of `PDL_KEK_ALSO`.',
  })
  @Absentable()
  @IsString()
  @Length(1, 4_096)
  readonly kekAlsoFile?: string;

  @Setting({
    env: 'PDL_ADMIN_KEY',
    kind: 'text',
    secret: true,
    defaultText: 'none',
    description:
      'Bearer token of the first administrator, at least 32 characters; used to make API keys, then removed.',
  })
  @Absentable()
  @MinLength(32)
  @Matches(/^[\x21-\x7e]*$/)
  readonly adminKey?: string;

  @Setting({
    env: 'PDL_DEV_IDENTITY',
    kind: 'flag',
    default: 'false',
    description: 'Makes and prints one token per role but `subject`. Only on loopback and not in production.',
  })
  @IsBoolean()
  readonly devIdentity!: boolean;

  @Setting({
    env: 'PDL_BODY_BYTES_MAX',
    kind: 'number',
    default: String(16 * MEBIBYTE),
    description: 'Largest request body in bytes. A stream of NDJSON is not limited by it, each of its lines is.',
  })
  @IsInt()
  @Min(1_024)
  @Max(1_024 * MEBIBYTE)
  readonly bodyBytesMax!: number;

  @Setting({ env: 'PDL_BATCH_COUNT_MAX', kind: 'number', default: '1000', description: 'Most records in one batch.' })
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly batchCountMax!: number;

  @Setting({
    env: 'PDL_PAGE_COUNT_MAX',
    kind: 'number',
    default: '1000',
    description: 'Most items on one page of an answer.',
  })
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly pageCountMax!: number;

  @Setting({
    env: 'PDL_NESTING_DEPTH_MAX',
    kind: 'number',
    default: '20',
    description: 'Deepest nesting of objects and lists in a request body.',
  })
  @IsInt()
  @Min(8)
  @Max(100)
  readonly nestingDepthMax!: number;

  @Setting({
    env: 'PDL_AHEAD_S_MAX',
    kind: 'number',
    default: '86400',
    description:
      'How far, in seconds, the time at which something happened may be ahead of the clock of the ledger; beyond it the record is refused.',
  })
  @IsInt()
  @Min(0)
  @Max(315_360_000)
  readonly aheadSMax!: number;

  @Setting({
    env: 'PDL_AT_LEAST_TIMEOUT_MS',
    kind: 'number',
    default: '5000',
    description: 'Longest wait, in milliseconds, of a read with `atLeast` for the projection to catch up.',
  })
  @IsInt()
  @Min(0)
  @Max(60_000)
  readonly atLeastTimeoutMs!: number;

  @Setting({
    env: 'PDL_LAG_READY_MS_MAX',
    kind: 'number',
    default: '10000',
    description: 'Projection lag, in milliseconds, beyond which `/readyz` answers 503.',
  })
  @IsInt()
  @Min(100)
  @Max(3_600_000)
  readonly lagReadyMsMax!: number;

  @Setting({
    env: 'PDL_LOG_LEVEL',
    kind: 'text',
    default: 'info',
    description: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
  })
  @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
  readonly logLevel!: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

  @Setting({
    env: 'PDL_SHUTDOWN_GRACE_MS',
    kind: 'number',
    default: '15000',
    description: 'Longest time, in milliseconds, to finish what was accepted when told to stop.',
  })
  @IsInt()
  @Min(0)
  @Max(600_000)
  readonly shutdownGraceMs!: number;
}
