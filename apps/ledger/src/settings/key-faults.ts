import type { SettingFault } from './settings-error.ts';
import type { Settings } from './settings.ts';

type Keys = Pick<Settings, 'kek' | 'kekFile' | 'kekAlso' | 'kekAlsoFile'>;

interface Where {
  /** Not bound to loopback. */
  readonly exposed: boolean;
  readonly production: boolean;
}

/** Faults between the settings of the key-encryption keys. */
export function keyFaults(settings: Keys, { exposed, production }: Where): SettingFault[] {
  const { kek, kekFile, kekAlso, kekAlsoFile } = settings;
  const keyless = kek === undefined && kekFile === undefined;
  const faults: SettingFault[] = [];
  if (keyless && (production || exposed)) {
    faults.push({
      name: 'PDL_KEK_FILE',
      wrong: `is missing; a key-encryption key is required ${production ? 'in production' : 'when not bound to loopback'}`,
      action:
        'Make one with `openssl rand -base64 32`, keep it outside the data folder, and name its file here (or set PDL_KEK).',
    });
  }
  if (kek !== undefined && kekFile !== undefined) {
    faults.push({ name: 'PDL_KEK', wrong: 'is set beside PDL_KEK_FILE', action: 'Set only one of the two.' });
  }
  if (kekAlso !== undefined && kekAlsoFile !== undefined) {
    faults.push({ name: 'PDL_KEK_ALSO', wrong: 'is set beside PDL_KEK_ALSO_FILE', action: 'Set only one of the two.' });
  }
  if (keyless && (kekAlso !== undefined || kekAlsoFile !== undefined)) {
    faults.push({
      name: kekAlso === undefined ? 'PDL_KEK_ALSO_FILE' : 'PDL_KEK_ALSO',
      wrong: 'is set without a first key-encryption key',
      action: 'Name the key to wrap with by PDL_KEK_FILE (or PDL_KEK).',
    });
  }
  return faults;
}
