import { Injectable } from '@nestjs/common';
import { encode, recipientsIn, type DomainError, type EncodedEvent, type Fault } from '#libs/domain';
import { mayActFor, type Principal } from '../identity/index.ts';
import { itemProblem, type ItemProblem, type ProblemFieldError } from '../problems/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { actorRealm, People, type Person } from './people.ts';
import type { RecordDraft } from './record-draft.ts';
import type { IdentifiedDraft } from './record-preparation.ts';

export type Identification = { readonly draft: IdentifiedDraft } | { readonly problem: ItemProblem };

/** Finds out whom each draft is about and whether everything it names is there. */
@Injectable()
export class RecordIdentification {
  constructor(
    private readonly people: People,
    private readonly parties: KnownParties,
  ) {}

  /** Whether the report may be recorded at all by this principal. Nothing is looked up or made before that is clear. */
  async refusal(drafts: readonly RecordDraft[], principal: Principal): Promise<(ItemProblem | undefined)[]> {
    const unknown = drafts.some(({ report }) => !this.parties.hasController(report.controllerId));
    if (unknown) await this.parties.refreshIfStale();
    return drafts.map(({ report }) => {
      if (!mayActFor(principal, report.controllerId)) return itemProblem('controllerNotAllowed', AT_CONTROLLER);
      return this.parties.hasController(report.controllerId)
        ? undefined
        : itemProblem('unknownController', AT_CONTROLLER);
    });
  }

  /** One answer each, in order. Subjects that are not known yet are minted. */
  async identify(drafts: readonly RecordDraft[]): Promise<Identification[]> {
    const subjects = await this.people.find(
      drafts.flatMap(({ subject, report }) =>
        subject === undefined ? [] : [{ realm: report.controllerId, reference: subject }],
      ),
    );
    const actors = await this.people.find(
      drafts.flatMap(({ report: { actor, controllerId } }) =>
        actor === undefined ? [] : [{ realm: actorRealm(controllerId), reference: actor }],
      ),
    );
    let nextSubject = 0;
    let nextActor = 0;
    const identified = drafts.map((draft) => {
      const person = draft.subject === undefined ? undefined : subjects[nextSubject++];
      const actor = draft.report.actor === undefined ? undefined : actors[nextActor++];
      return this.encoded(draft, person, actor);
    });
    return this.withKnownRecipients(identified);
  }

  private encoded(draft: RecordDraft, person: Person | undefined, actor: Person | undefined): Identification {
    const { report, definition, subject } = draft;
    if (subject !== undefined && person === undefined)
      return { problem: itemProblem('unknownSubject', { errors: [NO_SUBJECT] }) };
    if (report.actor !== undefined && actor === undefined)
      return { problem: itemProblem('unknownSubject', { errors: [NO_ACTOR] }) };
    const { controllerId, occurredAt, policyVersion, jurisdictions, data, details } = report;
    const envelope = {
      controllerId,
      occurredAt,
      policyVersion,
      jurisdictions,
      subjectId: person?.id,
      actorId: actor?.id,
    };
    try {
      // The checker let through what fits the definition; what only the codec sees it tells as faults.
      const encoded: EncodedEvent = encode(definition, { envelope, fields: data, details }, this.parties.vocabulary());
      return { draft: { ...draft, encoded, person, actor } };
    } catch (error) {
      if (!isInvalidRecord(error)) throw error;
      return { problem: itemProblem('invalidRecord', { errors: error.faults.map(fieldErrorOf) }) };
    }
  }

  private async withKnownRecipients(identified: readonly Identification[]): Promise<Identification[]> {
    const isUnknown = (one: Identification): boolean =>
      'draft' in one && recipientsOf(one.draft).some((id) => !this.parties.hasRecipient(id));
    if (identified.some(isUnknown)) await this.parties.refreshIfStale();
    return identified.map((one) =>
      isUnknown(one) ? { problem: itemProblem('unknownRecipient', { errors: [NO_RECIPIENT] }) } : one,
    );
  }
}

const recipientsOf = ({ definition, encoded }: IdentifiedDraft): readonly string[] =>
  recipientsIn(definition, encoded.data.fields);

const AT_CONTROLLER = {
  errors: [{ pointer: '/controllerId', code: 'controller', message: 'names no controller you may report for' }],
};
const NO_SUBJECT: ProblemFieldError = {
  pointer: '/subject/subjectId',
  code: 'unknownSubject',
  message: 'is no subject of this controller',
};
const NO_ACTOR: ProblemFieldError = {
  pointer: '/actor/actorId',
  code: 'unknownActor',
  message: 'is no actor of this controller',
};
const NO_RECIPIENT: ProblemFieldError = {
  pointer: '/data',
  code: 'unknownRecipient',
  message: 'names a recipient that is not registered',
  action: 'Read the registered ones at GET /v1/recipients, or register it.',
};

function fieldErrorOf({ pointer, code, message, nearest = [] }: Fault): ProblemFieldError {
  const action = nearest.length === 0 ? {} : { action: `Perhaps one of these was meant: ${nearest.join(', ')}.` };
  return { pointer, code, message, ...action };
}

function isInvalidRecord(error: unknown): error is DomainError {
  return error instanceof Error && error.name === 'DomainError' && Reflect.get(error, 'code') === 'invalidRecord';
}
