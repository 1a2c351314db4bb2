import { each } from './sentence.ts';
import type { Say, Sentences } from './sentence.ts';

interface OfFunction {
  readonly function: string;
  readonly categories: readonly string[];
}

export const collectionMissing = {
  categoryNotListed: (p: OfFunction & { readonly source: string }, say: Say) =>
    `The policy does not list ${each(p.categories, say)} for the function ${p.function} from the source ${p.source}.`,
  optionalTakenAsRequired: (p: OfFunction, say: Say) =>
    `${each(p.categories, say)} is optional for the function ${p.function} and was made a condition of it.`,
  requiredElsewhere: (p: OfFunction, say: Say) =>
    `${each(p.categories, say)} is not required for the function ${p.function} and must not be a condition of it.`,
  refusedNotDeclared: (p: { readonly function: string }) =>
    `Which data was not given, so that the function ${p.function} was not available, is not declared: name the categories.`,
  necessityNotDeclared: (p: OfFunction, say: Say) =>
    `Whether the function ${p.function} needs ${each(p.categories, say)} is not declared: register the activity with its function.`,
  browsingNeedsNothing: (p: OfFunction, say: Say) =>
    `The function ${p.function} is to be had without giving ${each(p.categories, say)}.`,
  permissionNotEnabled: (p: { readonly permission: string }) =>
    `The permission for ${p.permission} was not switched on at that moment.`,
  functionNotInUse: (p: { readonly permission: string }) =>
    `Data was read under the permission for ${p.permission} while the function was not in use.`,
  functionUseNotDeclared: (p: { readonly permission: string }) =>
    `Whether the function was in use when data was read under the permission for ${p.permission} is not declared.`,
  warrantyMissing: (p: { readonly categories: readonly string[] }, say: Say) =>
    `No warranty of the employer is on file that the person authorised handing over ${each(p.categories, say)}.`,
  sourceUndisclosed: (p: { readonly items: readonly string[] }) =>
    `The third-party source was not fully disclosed: ${p.items.join(', ')} missing.`,
  authorisationNotDeclared: (p: { readonly source: string }) =>
    `Whether the ${p.source} may hand the data over is not declared: name its authorisation.`,
  necessityNotExplained: (p: { readonly categories: readonly string[] }, say: Say) =>
    `No notice before it explained why ${each(p.categories, say)} is necessary and what it means for the person.`,
} satisfies Sentences;
