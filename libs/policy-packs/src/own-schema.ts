import type { Options } from 'ajv/dist/2020.js';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** What validates a few files takes longer to be optimised than to run. */
const RUN_ONCE = { optimize: false };

/**
 * Compiles the schemas of the data folder, and finds every fault. They come with the ledger, and a test sees to it that they
 * are schemas: to check them again at each start, in each thread, would take longer than everything else with them.
 */
export const ownSchemaCompiler = (options: Pick<Options, 'allowUnionTypes' | 'formats'> = {}): Ajv2020 =>
  new Ajv2020({ allErrors: true, strict: true, meta: false, validateSchema: false, code: RUN_ONCE, ...options });
