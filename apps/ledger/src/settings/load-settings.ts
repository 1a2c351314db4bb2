import { validateSync } from 'class-validator';
import { identityFaults } from './identity-faults.ts';
import { keyFaults } from './key-faults.ts';
import { isLoopback } from './loopback.ts';
import { declaredSettings, type DeclaredSetting } from './setting.ts';
import { SettingsError, type SettingFault } from './settings-error.ts';
import { Settings } from './settings.ts';
import { storageFaults } from './storage.settings.ts';
import { webhookFaults } from './webhooks.settings.ts';

type Env = { readonly [name: string]: string | undefined };

/** Read by `pdl`, which may be used from the same shell. */
const NAMES_OF_OTHERS = ['PDL_URL', 'PDL_TOKEN'];

/** An empty variable counts as absent: that is how compose files and CI leave one out. */
const textOf = (env: Env, name: string): string | undefined => (env[name] === '' ? undefined : env[name]);

/**
 * Reads and validates the settings.
 * @throws SettingsError with every fault at once.
 */
export function loadSettings(env: Env): Settings {
  const settings = new Settings();
  const unreadable: SettingFault[] = [];
  for (const setting of declaredSettings(Settings)) {
    const text = textOf(env, setting.env) ?? setting.default ?? computedDefault(env, setting);
    if (text === undefined) {
      Reflect.deleteProperty(settings, setting.property);
      continue;
    }
    const value = parse(setting, text);
    if (value === undefined) unreadable.push(unreadableFault(setting));
    Reflect.set(settings, setting.property, value);
  }
  const faults = [...unreadable, ...ownFaults(settings, unreadable), ...unknownFaults(env)];
  const allFaults = [...faults, ...crossFaults(settings, new Set(faults.map(({ name }) => name)))];
  if (allFaults.length > 0) throw new SettingsError(allFaults);
  return Object.freeze(settings);
}

/** A mistyped name would leave its setting at the default unnoticed. */
function unknownFaults(env: Env): SettingFault[] {
  const known = new Set([...declaredSettings(Settings).map((setting) => setting.env), ...NAMES_OF_OTHERS]);
  return Object.keys(env)
    .filter((name) => name.startsWith('PDL_') && !name.startsWith('PDL_TEST_'))
    .filter((name) => !known.has(name) && textOf(env, name) !== undefined)
    .sort()
    .map((name) => ({
      name,
      wrong: 'is not a setting of the ledger',
      action: 'Correct the name or unset it; README.md lists all settings.',
    }));
}

function computedDefault(env: Env, setting: DeclaredSetting): string | undefined {
  if (setting.env !== 'PDL_ENVIRONMENT') return undefined;
  return env['NODE_ENV'] === 'production' ? 'production' : 'development';
}

function parse(setting: DeclaredSetting, text: string): string | number | boolean | undefined {
  switch (setting.kind) {
    case 'text':
      return text;
    case 'number':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
    case 'flag':
      return text === 'true' ? true : text === 'false' ? false : undefined;
  }
}

function unreadableFault(setting: DeclaredSetting): SettingFault {
  return setting.kind === 'flag'
    ? { name: setting.env, wrong: 'is neither true nor false', action: 'Write true or false.' }
    : { name: setting.env, wrong: 'is not a whole number', action: 'Write digits only, without unit or separator.' };
}

/** What class-validator says about each setting alone. Its messages name the property and the limits, never the value. */
function ownFaults(settings: Settings, unreadable: readonly SettingFault[]): SettingFault[] {
  const byProperty = new Map(declaredSettings(Settings).map((setting) => [setting.property, setting]));
  const known = new Set(unreadable.map(({ name }) => name));
  return validateSync(settings, { validationError: { target: false, value: false } }).flatMap((error) => {
    const setting = byProperty.get(error.property);
    if (setting === undefined || known.has(setting.env)) return [];
    const reasons = Object.values(error.constraints ?? {}).map((message) => message.replace(`${error.property} `, ''));
    return [{ name: setting.env, wrong: reasons.join(' and '), action: setting.description }];
  });
}

/** Faults that only show between settings; those already found faulty alone are left out. */
function crossFaults(settings: Settings, faulty: ReadonlySet<string>): SettingFault[] {
  const exposed = !faulty.has('PDL_HOST') && !isLoopback(settings.host);
  const production = settings.environment === 'production';
  const faults = keyFaults(settings, { exposed, production });
  if (settings.devIdentity && (production || exposed)) {
    faults.push({
      name: 'PDL_DEV_IDENTITY',
      wrong: `must not be true ${production ? 'in production' : 'when not bound to loopback'}`,
      action: 'Set it to false and use PDL_ADMIN_KEY to make API keys.',
    });
  }
  faults.push(...webhookFaults(settings, production));
  return [...faults, ...storageFaults(settings, faulty), ...identityFaults(settings, faulty)];
}
