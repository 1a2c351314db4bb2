import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { encode, initialControllerState, initialSubjectState, judge, namedIn } from '#libs/domain';
import { pointerToParty, recordTypes } from '#libs/domain';
import type { Context, EventDefinition, Fact, Party, RecordReport, StoredFields, Verdict } from '#libs/domain';
import { controllerStreamOf, subjectStreamOf } from '../assessment/assessed-stream.ts';
import { Measures } from '../assessment/measures.ts';
import { PolicyShelf } from '../assessment/policy-shelf.ts';
import { Clock } from '../event-recording/index.ts';
import { assertController } from '../identity/index.ts';
import { ProblemError, type ProblemFieldError } from '../problems/index.ts';
import { crossFieldFaults } from '../record-processing/cross-field-faults.ts';
import { UNKNOWN_TYPE } from '../record-processing/unknown-type.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { assertControllerNamed } from '../registries/named-controller.ts';
import { compileValidator, dtoClassFor } from '../validation/index.ts';
import { AskedPeople, type AskedPerson } from './asked-people.ts';
import { Checking } from './check.query.ts';
import { KnownStates } from './known-states.ts';

/** Id of what is only supposed; no event has it. */
const SUPPOSED = '00000000-0000-4000-8000-000000000000';

/** Judges what somebody is about to do by the very rules the record would be judged by. Makes nobody known. */
@QueryHandler(Checking)
export class CheckingHandler implements IQueryHandler<Checking> {
  constructor(
    private readonly people: AskedPeople,
    private readonly clock: Clock,
    private readonly parties: KnownParties,
    private readonly states: KnownStates,
    private readonly shelf: PolicyShelf,
    private readonly measures: Measures,
  ) {}

  async execute({ check, principal }: Checking): Promise<Verdict> {
    const { controllerId } = check;
    assertController(principal, controllerId);
    await assertControllerNamed(controllerId, this.parties);
    const definition = recordTypes.get(check.type);
    if (definition === undefined) throw new ProblemError('unknownRecordType', { errors: [UNKNOWN_TYPE] });
    // `crossFieldFaults` sees to it that a person is named in one way.
    const report = {
      ...check,
      occurredAt: check.occurredAt ?? this.clock.now(),
      id: SUPPOSED,
    } as unknown as RecordReport;
    const fields = await this.fieldsOf(report, definition);
    const fact: Fact = {
      id: SUPPOSED,
      type: check.type,
      at: Date.parse(report.occurredAt),
      controllerId,
      ...(check.jurisdictions === undefined ? {} : { jurisdictions: check.jurisdictions }),
      fields,
    };
    const versions = await this.shelf.look(controllerId);
    const person = await this.people.find(check);
    const zone = this.parties.zoneOf(controllerId);
    const measure = { ...this.measures.of(fact, versions, zone), unpublished: versions.length === 0 };
    const verdict = judge(fact, await this.contextOf(controllerId, person), measure);
    await this.people.record({ check, person, verdict }, principal);
    return verdict;
  }

  /** The fields as they would be stored. */
  private async fieldsOf(report: RecordReport, definition: EventDefinition): Promise<StoredFields> {
    const errors = [...crossFieldFaults(report, definition), ...this.dataErrors(report, definition)];
    if (errors.length > 0) throw new ProblemError('invalidRecord', { errors });
    const { controllerId, occurredAt, data, jurisdictions } = report;
    const subjectId = report.subject === undefined ? {} : { subjectId: SUPPOSED };
    const envelope = { controllerId, occurredAt, jurisdictions, ...subjectId };
    const { fields } = encode(definition, { envelope, fields: data }, this.parties.vocabulary()).data;
    await this.assertParties(definition, fields);
    return fields;
  }

  private dataErrors({ data }: RecordReport, definition: EventDefinition): ProblemFieldError[] {
    const errors = compileValidator(dtoClassFor(definition, this.parties.vocabulary)).errorsIn(data);
    return errors.map((error) => ({ ...error, pointer: `/data${error.pointer}` }));
  }

  /** Whom a record may name must be registered; a check of one that could not be recorded would say nothing. */
  private async assertParties(definition: EventDefinition, fields: StoredFields): Promise<void> {
    const { recipients, controllers } = namedIn(definition, fields);
    const unknownParty = (): Party | undefined => {
      const recipient = [...recipients].find((id) => !this.parties.hasRecipient(id));
      if (recipient !== undefined) return { kind: 'recipient', id: recipient };
      const controller = [...controllers].find((id) => !this.parties.hasController(id));
      return controller === undefined ? undefined : { kind: 'controller', id: controller };
    };
    if (unknownParty() === undefined) return;
    await this.parties.refreshIfStale();
    const unknown = unknownParty();
    if (unknown === undefined) return;
    const pointer = `/data${pointerToParty(definition, fields, unknown)}`;
    throw new ProblemError(unknown.kind === 'recipient' ? 'unknownRecipient' : 'unknownController', {
      errors: [{ pointer, code: 'notRegistered', message: 'names a party that is not registered' }],
    });
  }

  private async contextOf(controllerId: string, asked: AskedPerson | undefined): Promise<Context> {
    const [company, person] = await Promise.all([
      this.states.now([controllerStreamOf(controllerId)]),
      asked === undefined ? undefined : this.states.now(streamsOf(asked)),
    ]);
    return {
      subject: person?.kind === 'subject' ? person.state : initialSubjectState,
      controller: company.kind === 'controller' ? company.state : initialControllerState,
    };
  }
}

function streamsOf({ subjectIds: [first, ...others] }: AskedPerson): readonly [string, ...string[]] {
  return [subjectStreamOf(first), ...others.map(subjectStreamOf)];
}
