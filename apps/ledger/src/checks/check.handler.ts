import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Vault } from '#libs/crypto-shredding';
import { encode, initialControllerState, initialSubjectState, judge, namedIn } from '#libs/domain';
import { recordTypes, SubjectChecked } from '#libs/domain';
import type { Context, EventDefinition, Fact, RecordReport, StoredFields, Verdict } from '#libs/domain';
import { AccessLog, accessTo } from '../access-log/access-log.ts';
import { controllerStreamOf, subjectStreamOf } from '../assessment/assessed-stream.ts';
import { Measures } from '../assessment/measures.ts';
import { PolicyShelf } from '../assessment/policy-shelf.ts';
import { Clock } from '../event-recording/index.ts';
import { assertController, hasPermission, roleFor, type Principal } from '../identity/index.ts';
import { ProblemError, type ProblemFieldError } from '../problems/index.ts';
import { crossFieldFaults } from '../record-processing/cross-field-faults.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { compileValidator, dtoClassFor } from '../validation/index.ts';
import { Checking } from './check.query.ts';
import type { CheckDto } from './checks.dto.ts';
import { KnownStates } from './known-states.ts';

/** Id of what is only supposed; no event has it. */
const SUPPOSED = '00000000-0000-4000-8000-000000000000';

interface Answered {
  readonly check: CheckDto;
  readonly subjectId: string | undefined;
  readonly verdict: Verdict;
}

/** Judges what somebody is about to do by the very rules the record would be judged by. Makes nobody known. */
@QueryHandler(Checking)
export class CheckingHandler implements IQueryHandler<Checking> {
  constructor(
    private readonly vault: Vault,
    private readonly clock: Clock,
    private readonly parties: KnownParties,
    private readonly states: KnownStates,
    private readonly shelf: PolicyShelf,
    private readonly measures: Measures,
    private readonly accessLog: AccessLog,
  ) {}

  async execute({ check, principal }: Checking): Promise<Verdict> {
    const { controllerId } = check;
    assertController(principal, controllerId);
    if (!this.parties.hasController(controllerId)) await this.parties.refreshIfStale();
    if (!this.parties.hasController(controllerId)) throw new ProblemError('unknownController');
    const definition = recordTypes.get(check.type);
    if (definition === undefined) throw new ProblemError('unknownRecordType');
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
    const subjectId = await this.subjectIdOf(check);
    const verdict = judge(fact, await this.contextOf(controllerId, subjectId), this.measures.of(fact, versions));
    await this.recordAccess({ check, subjectId, verdict }, principal);
    return verdict;
  }

  /**
   * The verdict tells of the person what the rules know. Whoever may report asks as a part of reporting, and what is done
   * then is recorded; anybody else is reading.
   */
  private async recordAccess({ check, subjectId, verdict }: Answered, principal: Principal): Promise<void> {
    if (hasPermission(principal, 'records:write')) return;
    const { controllerId, type: recordType, subject } = check;
    if (subjectId === undefined) {
      const [missed] = subject?.identifiers ?? [];
      if (missed !== undefined) await this.accessLog.recordMiss({ controllerId, missed }, principal);
      return;
    }
    const fields = { role: roleFor(principal, 'checks:read'), recordType, outcome: verdict.outcome };
    await this.accessLog.record([accessTo({ controllerId, subjectId }, SubjectChecked, fields)], principal);
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
    const areKnown = (): boolean =>
      [...recipients].every((id) => this.parties.hasRecipient(id)) &&
      [...controllers].every((id) => this.parties.hasController(id));
    if (areKnown()) return;
    await this.parties.refreshIfStale();
    if (areKnown()) return;
    const unknown = [...recipients].some((id) => !this.parties.hasRecipient(id));
    throw new ProblemError(unknown ? 'unknownRecipient' : 'unknownController', {
      errors: [{ pointer: '/data', code: 'notRegistered', message: 'names a party that is not registered' }],
    });
  }

  private async contextOf(controllerId: string, subjectId: string | undefined): Promise<Context> {
    const [company, person] = await Promise.all([
      this.states.now(controllerStreamOf(controllerId)),
      subjectId === undefined ? undefined : this.states.now(subjectStreamOf(subjectId)),
    ]);
    return {
      subject: person?.kind === 'subject' ? person.state : initialSubjectState,
      controller: company.kind === 'controller' ? company.state : initialControllerState,
    };
  }

  /** Whom the first identifier names; nobody is made for a question. */
  private async subjectIdOf({ controllerId, subject = {} }: CheckDto): Promise<string | undefined> {
    const { subjectId, identifiers } = subject;
    const [first] = identifiers ?? [];
    if (first !== undefined) return this.vault.find(controllerId, first);
    if (subjectId === undefined) return undefined;
    const id = subjectId.toLowerCase();
    const [realm] = await this.vault.realmsOf([id]);
    return realm === controllerId ? id : undefined;
  }
}
