import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Stands for a parameter while a query is compiled. */
class Placeholder {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/** Gives a stand-in for the parameter of that name, typed as its value so that kysely checks its use. */
export type ParameterOf<P> = <K extends keyof P>(name: K) => P[K];

/**
 * A query that is built and compiled once and then run with ever new parameters: kysely spends more on building
 * a query than SQLite does on running it.
 */
export class PreparedQuery<P extends object, R> {
  readonly #compiled: CompiledQuery<R>;

  constructor(build: (parameter: ParameterOf<P>) => Compilable<R>) {
    this.#compiled = build(placeholderFor).compile();
  }

  /** @param query The database it was built on, or a transaction there. */
  async run(query: Kysely<Tables>, parameters: P): Promise<readonly R[]> {
    const values = this.#compiled.parameters.map((value) =>
      value instanceof Placeholder ? parameters[value.name as keyof P] : value,
    );
    const { rows } = await query.executeQuery<R>({ ...this.#compiled, parameters: values });
    return rows;
  }
}

function placeholderFor<T>(name: PropertyKey): T {
  return new Placeholder(name) as T;
}

/** Prepared queries by the shape of their filters, oldest given up first. */
export class PreparedQueries<P extends object, R> {
  readonly #byShape = new Map<string, PreparedQuery<P, R>>();
  readonly #countMax: number;

  constructor(countMax: number) {
    this.#countMax = countMax;
  }

  /** @param shape Everything that decides what `build` builds, and nothing else. */
  get(shape: string, build: (parameter: ParameterOf<P>) => Compilable<R>): PreparedQuery<P, R> {
    let prepared = this.#byShape.get(shape);
    if (prepared !== undefined) return prepared;
    prepared = new PreparedQuery(build);
    const oldest = this.#byShape.keys().next();
    if (this.#byShape.size >= this.#countMax && oldest.done === false) this.#byShape.delete(oldest.value);
    this.#byShape.set(shape, prepared);
    return prepared;
  }
}
