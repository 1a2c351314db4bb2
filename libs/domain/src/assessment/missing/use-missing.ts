import { each } from './sentence.ts';
import type { Say, Sentences } from './sentence.ts';

export const useMissing = {
  purposeNotListed: (p: { readonly purposes: readonly string[] }, say: Say) =>
    `The policy does not name the purpose ${each(p.purposes, say)}.`,
  unsubscribed: (p: { readonly purposes: readonly string[] }, say: Say) =>
    `The person had unsubscribed from ${each(p.purposes, say)} before.`,
  purposeExcluded: (p: { readonly purposes: readonly string[] }, say: Say) =>
    `The policy rules out ${each(p.purposes, say)}.`,
  useStopped: (p: { readonly cause: string; readonly categories: readonly string[] }, say: Say) =>
    `The use of ${each(p.categories, say)} had to stop before (${p.cause}).`,
  combinedIsPersonal: (p: { readonly dataset: string }) =>
    `The data set ${p.dataset} was combined so that it tells who it is about, and is personal until the combination ends.`,
  combinationNotRecorded: (p: { readonly dataset: string }) =>
    `It was combined with ${p.dataset}, and no combination is on file: record PersonalDataCombined.`,
  decisionLacks: (p: { readonly items: readonly string[] }) =>
    `A significant automated decision was taken without offering: ${p.items.join(', ')}.`,
  decisionNotDeclared: (p: { readonly items: readonly string[] }) =>
    `For the automated decision it is not declared whether these were offered: ${p.items.join(', ')}.`,
} satisfies Sentences;
