import { ValidateIf } from 'class-validator';

/** What a setting is, beside its validation: read by `loadSettings` and by the table in the README. */
export interface SettingDescription {
  /** Name of the environment variable. */
  readonly env: string;
  /** One sentence for the table. */
  readonly description: string;
  /** How the text of the variable becomes a value. */
  readonly kind: 'text' | 'number' | 'flag';
  /** As it would be written in the environment; left out where the setting may be absent. */
  readonly default?: string;
  /** For the table, where the default depends on something else. */
  readonly defaultText?: string;
  /** Never shown: not in faults, not in logs. */
  readonly secret?: boolean;
}

export interface DeclaredSetting extends SettingDescription {
  readonly property: string;
}

const declared = new Map<object, DeclaredSetting[]>();

/** Declares a property to be read from the environment. */
export function Setting(description: SettingDescription): PropertyDecorator {
  return (prototype, property) => {
    const settings = declared.get(prototype) ?? [];
    settings.push({ ...description, property: String(property) });
    declared.set(prototype, settings);
  };
}

/** What may be left out is validated only where it is there. */
export const Absentable = (): PropertyDecorator => ValidateIf((_settings, value: unknown) => value !== undefined);

/** In the order of declaration, a class's own before those it inherits. */
export function declaredSettings(settingsClass: { readonly prototype: object }): readonly DeclaredSetting[] {
  const found: DeclaredSetting[] = [];
  for (
    let one: unknown = settingsClass.prototype;
    typeof one === 'object' && one !== null;
    one = Object.getPrototypeOf(one)
  )
    found.push(...(declared.get(one) ?? []));
  return found;
}
