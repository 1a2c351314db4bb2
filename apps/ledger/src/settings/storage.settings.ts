import { IsIn, IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { Absentable, Setting } from './setting.ts';
import type { SettingFault } from './settings-error.ts';
import { TracingSettings } from './tracing.settings.ts';

export type Role = 'all' | 'api' | 'projector';

/** What the ledger keeps things in, and which part of the work this process does. */
export abstract class StorageSettings extends TracingSettings {
  @Setting({
    env: 'PDL_ROLE',
    kind: 'text',
    default: 'all',
    description:
      'What this process does: `api` answers requests, `projector` runs the projections, `all` does both. Parts of it need EventStoreDB and PostgreSQL.',
  })
  @IsIn(['all', 'api', 'projector'])
  readonly role!: Role;

  @Setting({
    env: 'PDL_DATA_DIR',
    kind: 'text',
    default: './data',
    description: 'Folder of what is kept in files: the log, the key vault and the read models.',
  })
  @IsString()
  @Length(1, 4_096)
  readonly dataDir!: string;

  @Setting({
    env: 'PDL_DISK_RESERVE_BYTES',
    kind: 'number',
    default: '67108864',
    description:
      'Free space, in bytes, that reports may not use: below it they get a 507, and reading, which is recorded as well, goes on. 0 is none.',
  })
  @IsInt()
  @Min(0)
  @Max(1_099_511_627_776)
  readonly diskReserveBytes!: number;

  @Setting({
    env: 'PDL_EVENT_STORE',
    kind: 'text',
    default: 'embedded',
    description:
      'Event store: `embedded` keeps the log in the data folder, `eventstoredb` in the server of `PDL_EVENTSTORE_URL`.',
  })
  @IsIn(['embedded', 'eventstoredb'])
  readonly eventStore!: 'embedded' | 'eventstoredb';

  @Setting({
    env: 'PDL_EVENTSTORE_URL',
    kind: 'text',
    secret: true,
    defaultText: 'none',
    description: 'Connection string of EventStoreDB: `esdb://` or `esdb+discover://`, with TLS and credentials.',
  })
  @Absentable()
  @Matches(/^esdb(?:\+discover)?:\/\/\S{1,2000}$/)
  readonly eventStoreUrl?: string;

  @Setting({
    env: 'PDL_POSTGRES_URL',
    kind: 'text',
    secret: true,
    defaultText: 'none: files in the data folder',
    description: 'Connection string of PostgreSQL (14 or later) for the key vault and the read models.',
  })
  @Absentable()
  @Matches(/^postgres(?:ql)?:\/\/\S{1,2000}$/)
  readonly postgresUrl?: string;
}

/** Faults between the settings of storage. @param faulty names of those already found faulty alone. */
export function storageFaults(settings: StorageSettings, faulty: ReadonlySet<string>): SettingFault[] {
  const { eventStore, eventStoreUrl, postgresUrl, role } = settings;
  const faults: SettingFault[] = [];
  const embedded = eventStore === 'embedded';
  if (eventStore === 'eventstoredb' && eventStoreUrl === undefined && !faulty.has('PDL_EVENTSTORE_URL')) {
    faults.push({
      name: 'PDL_EVENTSTORE_URL',
      wrong: 'is missing beside PDL_EVENT_STORE=eventstoredb',
      action: 'Name the server, for instance esdb+discover://user:password@host:2113.',
    });
  }
  if (embedded && eventStoreUrl !== undefined) {
    faults.push({
      name: 'PDL_EVENT_STORE',
      wrong: 'is embedded although PDL_EVENTSTORE_URL is set',
      action: 'Set it to eventstoredb, or leave PDL_EVENTSTORE_URL out.',
    });
  }
  if (role !== 'all' && !faulty.has('PDL_ROLE') && (embedded || postgresUrl === undefined)) {
    faults.push({
      name: 'PDL_ROLE',
      wrong: 'divides the work of one data folder, which only one process can use',
      action: 'Set PDL_EVENT_STORE=eventstoredb and PDL_POSTGRES_URL as well, or leave PDL_ROLE at all.',
    });
  }
  return faults;
}
