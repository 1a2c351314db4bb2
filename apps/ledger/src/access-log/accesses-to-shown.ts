import type { EventDefinition, Fields, FieldValues } from '#libs/domain';
import { accessTo, type Access, type Seen } from './access-log.ts';

/** About one person in the person's own history, else with each company whose people they are. */
export function accessesToShown<F extends Fields>(
  shown: readonly { readonly controllerId: string; readonly subjectId?: string | undefined }[],
  definition: EventDefinition<F>,
  fieldsOf: (itemCount: number) => FieldValues<F>,
): readonly Access[] {
  const byWhom = Map.groupBy(shown, ({ controllerId, subjectId }) => JSON.stringify({ controllerId, subjectId }));
  const [whom, ...others] = [...byWhom.keys()].map((key) => JSON.parse(key) as Seen);
  if (whom !== undefined && others.length === 0) return [accessTo(whom, definition, fieldsOf(shown.length))];
  return [...Map.groupBy(shown, ({ controllerId }) => controllerId)].map(([controllerId, found]) =>
    accessTo({ controllerId }, definition, fieldsOf(found.length)),
  );
}
