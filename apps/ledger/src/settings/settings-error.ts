export interface SettingFault {
  /** Name of the environment variable. */
  readonly name: string;
  readonly wrong: string;
  readonly action: string;
}

/** The settings cannot be used. Tells every fault at once, and no value of a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly code = 'invalidSettings';
  readonly faults: readonly SettingFault[];

  constructor(faults: readonly SettingFault[]) {
    const lines = faults.map(({ name, wrong, action }) => `  ${name} ${wrong}. ${action}`);
    super(`The settings are not usable:\n${lines.join('\n')}`);
    this.faults = faults;
  }
}
