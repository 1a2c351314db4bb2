import { normaliseIdentifier } from '#libs/crypto-shredding';
import { subjectFormOf, type EventDefinition, type RecordReport } from '#libs/domain';
import type { ProblemFieldError } from '../problems/index.ts';
import type { PersonReference } from './people.ts';
import { periodFaults } from './period-faults.ts';

/** What is wrong with a report whose members are each well-formed. */
export function crossFieldFaults(report: RecordReport, definition: EventDefinition): ProblemFieldError[] {
  const faults = [...idFaults(report), ...subjectFaults(report, definition), ...periodFaults(report)];
  const { subject, subjects = [], actor } = report;
  if (subject !== undefined) faults.push(...personFaults(subject, '/subject'));
  else subjects.forEach((one, index) => faults.push(...personFaults(one, `/subjects/${index}`)));
  if (actor !== undefined) faults.push(...personFaults(actor, '/actor'));
  return faults;
}

/** A record has its own id, or its source's name for it: never both, for they could disagree. */
function idFaults({ id, source, sourceId }: RecordReport): ProblemFieldError[] {
  const isNamed = source !== undefined;
  if (isNamed === (sourceId !== undefined) && isNamed === (id === undefined)) return [];
  return [fault('', 'recordIdentity', 'must have either id, or source and sourceId')];
}

function subjectFaults(report: RecordReport, definition: EventDefinition): ProblemFieldError[] {
  const { subject, subjects, details } = report;
  const isNamed = subject !== undefined || subjects !== undefined;
  const form = subjectFormOf(definition);
  const faults: ProblemFieldError[] = [];
  if (subject !== undefined && subjects !== undefined) {
    faults.push(fault('/subjects', 'subjectTwice', 'must be left out where subject is given'));
  }
  if (isNamed && form === 'refused') {
    const pointer = subject === undefined ? '/subjects' : '/subject';
    faults.push(fault(pointer, 'subjectRefused', 'must be left out: this type is about no single person'));
  }
  if (!isNamed && form === 'required') {
    faults.push(fault('/subject', 'required', 'is required, or subjects: this type is about a person'));
  }
  if (!isNamed && details !== undefined) {
    faults.push(
      fault('/details', 'subjectRequired', 'must be left out where no person is named, whose key could seal them'),
    );
  }
  return faults;
}

function personFaults(person: PersonReference, pointer: string): ProblemFieldError[] {
  const id = 'kind' in person ? person.actorId : person.subjectId;
  const { identifiers } = person;
  if ((id === undefined) === (identifiers === undefined)) {
    return [fault(pointer, 'personIdentity', "must have either the ledger's id or identifiers")];
  }
  const faults: ProblemFieldError[] = [];
  for (const [index, identifier] of (identifiers ?? []).entries()) {
    try {
      normaliseIdentifier(identifier);
    } catch (error) {
      // The vault's message says which rule, never the value.
      const message = error instanceof Error ? error.message : 'Not an identifier.';
      faults.push(fault(`${pointer}/identifiers/${index}/value`, 'notIdentifier', message));
    }
  }
  return faults;
}

const fault = (pointer: string, code: string, message: string): ProblemFieldError => ({ pointer, code, message });
