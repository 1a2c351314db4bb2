import { Injectable } from '@nestjs/common';
import { encode, namedIn, pointerToParty } from '#libs/domain';
import type { DomainError, EncodedEvent, Fault, Named, Party, StoredFields } from '#libs/domain';
import { mayActFor, type Principal } from '../identity/index.ts';
import { itemProblem, type ItemProblem, type ProblemFieldError } from '../problems/index.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { actorRealm, People, type Person } from './people.ts';
import type { RecordDraft } from './record-draft.ts';
import { identifierInClear, onePersonOnce, refusedWhole, type Identification } from './report-wholeness.ts';

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
    return refusedWhole(drafts, onePersonOnce(drafts, await this.withKnownParties(identified)));
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
      return { draft, encoded, person, actor };
    } catch (error) {
      if (!isInvalidRecord(error)) throw error;
      return { problem: itemProblem('invalidRecord', { errors: error.faults.map(fieldErrorOf) }) };
    }
  }

  /** Recipients and successors that a record names must be registered, as everything that stands in clear. */
  private async withKnownParties(identified: readonly Identification[]): Promise<Identification[]> {
    const named = identified.map((one) =>
      'problem' in one ? undefined : namedIn(one.draft.definition, one.encoded.data.fields),
    );
    if (named.some((names) => names !== undefined && this.unknownParty(names) !== undefined)) {
      await this.parties.refreshIfStale();
    }
    return identified.map((one, index) => {
      const names = named[index];
      if (names === undefined || 'problem' in one) return one;
      const unknown = this.unknownParty(names);
      const problem =
        unknown === undefined ? identifierInClear(one.draft.report, names) : notRegistered(unknown, one.draft);
      return problem === undefined ? one : { problem };
    });
  }

  private unknownParty({ recipients, controllers }: Named): Party | undefined {
    for (const id of recipients) if (!this.parties.hasRecipient(id)) return { kind: 'recipient', id };
    for (const id of controllers) if (!this.parties.hasController(id)) return { kind: 'controller', id };
    return undefined;
  }
}

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

/** Points at the field, and repeats nothing of what stands there. */
function notRegistered(party: Party, { definition, report }: RecordDraft): ItemProblem {
  const code = party.kind === 'recipient' ? 'unknownRecipient' : 'unknownController';
  const error = {
    // As it was written: what is stored may be in another order.
    pointer: `/data${pointerToParty(definition, report.data as StoredFields, party)}`,
    code,
    message: `names a ${party.kind} that is not registered`,
    action: `Read the registered ones at GET /v1/${party.kind}s, or register it.`,
  };
  return itemProblem(code, { errors: [error] });
}

function fieldErrorOf({ pointer, code, message, nearest = [] }: Fault): ProblemFieldError {
  const action = nearest.length === 0 ? {} : { action: `Perhaps one of these was meant: ${nearest.join(', ')}.` };
  return { pointer, code, message, ...action };
}

function isInvalidRecord(error: unknown): error is DomainError {
  return error instanceof Error && error.name === 'DomainError' && Reflect.get(error, 'code') === 'invalidRecord';
}
