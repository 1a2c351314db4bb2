import type { ControllerRegistered, FieldsOf, RecipientRegistered } from '#libs/domain';
import { readDataFile } from './data-file.ts';
import { PolicyPackError } from './policy-pack-error.ts';

/** A company of the five policies; everything but `id` are the fields of `ControllerRegistered`. */
export type SeedController = FieldsOf<typeof ControllerRegistered> & { readonly id: string };

/** A recipient the policies name; `id` is the field `recipient` of `RecipientRegistered`. */
export type SeedRecipient = Omit<FieldsOf<typeof RecipientRegistered>, 'recipient'> & {
  readonly id: string;
  /** Clause that names it. */
  readonly source: string;
};

/**
 * The companies whose policies the project starts from.
 *
 * @throws PolicyPackError
 */
export function loadSeedControllers(): readonly SeedController[] {
  return distinct(
    'controllers',
    readDataFile<{ readonly controllers: readonly SeedController[] }>('controllers').controllers,
  );
}

/**
 * The recipients those policies name, by name or by kind.
 *
 * @throws PolicyPackError
 */
export function loadSeedRecipients(): readonly SeedRecipient[] {
  return distinct(
    'recipients',
    readDataFile<{ readonly recipients: readonly SeedRecipient[] }>('recipients').recipients,
  );
}

export function distinct<T extends { readonly id: string }>(name: string, items: readonly T[]): readonly T[] {
  const repeated = items.findIndex((item, index) => items.findIndex((other) => other.id === item.id) !== index);
  if (repeated !== -1) throw new PolicyPackError('invalid', `${name}.json repeats an id at /${name}/${repeated}.`);
  return items;
}
