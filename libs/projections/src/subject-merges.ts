import type { Expression, ExpressionBuilder, Kysely, SqlBool } from 'kysely';
import { PreparedQuery } from './prepared-query.ts';
import type { MergeEdgesTable, Tables } from './tables.ts';

export type MergeEdge = Readonly<MergeEdgesTable>;

/** Looks up who is the same person. Asked for every access event, so the query is made once. */
export class MergedSubjects {
  #members: PreparedQuery<{ readonly subjectId: string }, { readonly subject_id: string }> | undefined;

  /** All subjects that are the same person as this one, itself included. */
  async membersOf(query: Kysely<Tables>, subjectId: string): Promise<readonly string[]> {
    this.#members ??= new PreparedQuery((parameter) =>
      query
        .selectFrom('subject_merges as member')
        .innerJoin('subject_merges as asked', 'asked.survivor_id', 'member.survivor_id')
        .select('member.subject_id')
        .where('asked.subject_id', '=', parameter('subjectId'))
        .orderBy('member.subject_id'),
    );
    const rows = await this.#members.run(query, { subjectId });
    return rows.length === 0 ? [subjectId] : rows.map((row) => row.subject_id);
  }
}

/** The merge of these two themselves, whichever was merged into the other. There is one at most. */
export function edgeBetween(one: string, two: string) {
  return (eb: ExpressionBuilder<Tables, 'merge_edges'>): Expression<SqlBool> =>
    eb.or([eb.and({ other_id: one, into_id: two }), eb.and({ other_id: two, into_id: one })]);
}

/**
 * Who stands for whom, chains followed to their end. In each group the survivor is the subject that was merged into
 * no other; where there are several such, or none, the one that the latest merge led to.
 */
export function survivorsOf(edges: readonly MergeEdge[]): ReadonlyMap<string, string> {
  const survivors = new Map<string, string>();
  for (const group of groupsOf(edges)) {
    const survivor = survivorIn(group);
    for (const { other_id, into_id } of group) survivors.set(other_id, survivor).set(into_id, survivor);
  }
  return survivors;
}

function survivorIn(group: readonly MergeEdge[]): string {
  const merged = new Set(group.map(({ other_id }) => other_id));
  const ends = group.filter(({ into_id }) => !merged.has(into_id));
  const candidates = ends.length > 0 ? ends : group;
  return candidates.reduce((latest, edge) => (edge.position > latest.position ? edge : latest)).into_id;
}

/** Edges that hang together. */
function groupsOf(edges: readonly MergeEdge[]): readonly (readonly MergeEdge[])[] {
  let groups: { readonly subjects: Set<string>; readonly edges: MergeEdge[] }[] = [];
  for (const edge of edges) {
    const touched = groups.filter(({ subjects }) => subjects.has(edge.other_id) || subjects.has(edge.into_id));
    groups = groups.filter((group) => !touched.includes(group));
    groups.push({
      subjects: new Set([edge.other_id, edge.into_id, ...touched.flatMap((group) => [...group.subjects])]),
      edges: [...touched.flatMap((group) => group.edges), edge],
    });
  }
  return groups.map((group) => group.edges);
}
