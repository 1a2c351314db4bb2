import { isWithin } from '../vocabulary.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** Whether a category is on a list: by its own name, or as a part of a wider one that is. All IRIs. */
export function isAmong(vocabulary: Vocabulary, list: readonly string[], category: string): boolean {
  return list.includes(category) || list.some((wider) => isWithin(vocabulary, category, wider));
}

/** Whether a category and a list have data in common: one may be wider than the other, either way. */
export function touches(vocabulary: Vocabulary, list: readonly string[], category: string): boolean {
  return isAmong(vocabulary, list, category) || list.some((narrower) => isWithin(vocabulary, narrower, category));
}
