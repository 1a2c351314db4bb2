import type { Sentences } from './sentence.ts';

interface OfBreach {
  readonly breachId: string;
}

export const breachMissing = {
  noticeItemsMissing: (p: { readonly items: readonly string[] }) =>
    `The notice of the breach told nothing of: ${p.items.join(', ')}.`,
  breachNotOnFile: (p: OfBreach) => `The breach ${p.breachId} is not on file: record when it was detected.`,
  noticeLate: (p: { readonly dueAt: string }) => `The notice of the breach was due by ${p.dueAt}.`,
  channelNotListed: (p: { readonly channel: string; readonly listed: readonly string[] }) =>
    `The notice went by ${p.channel}, and the policy promises ${p.listed.join(', ')}.`,
  notImpracticable: (p: OfBreach) =>
    `The breach ${p.breachId} was only announced, and people could have been told one by one.`,
  impracticableNotDeclared: (p: OfBreach) =>
    `Whether it was hard to tell people of the breach ${p.breachId} one by one is not declared.`,
  regulatorNotTold: (p: OfBreach) => `No authority had been told of the breach ${p.breachId} by then.`,
} satisfies Sentences;
