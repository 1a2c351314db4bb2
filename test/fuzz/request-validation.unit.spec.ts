import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { ApiKeyCreationDto } from '../../apps/ledger/src/api-keys/api-keys.dto.ts';
import { RecordReportDto } from '../../apps/ledger/src/record-processing/record-report.dto.ts';
import {
  ControllerRegistrationDto,
  RecipientRegistrationDto,
  TermRegistrationDto,
} from '../../apps/ledger/src/registries/registration.dto.ts';
import { SubjectLookupDto } from '../../apps/ledger/src/subject-lookup/subject-lookup.dto.ts';
import { SubjectMergingDto } from '../../apps/ledger/src/subject-merging/subject-merging.dto.ts';
import {
  compileValidator,
  componentNameOf,
  partsOfDto,
  schemaOfDto,
  type DtoClass,
} from '../../apps/ledger/src/validation/index.ts';
import { officialVerdict } from '../support/official-validation.ts';
import { mutated } from '../support/hostile/hostile-values.ts';
import { SchemaArbitraries, type JsonSchema } from '../support/hostile/schema-arbitrary.ts';
import { testSeed } from '../support/seeded-random.ts';

const seed = testSeed('request validation');
const RUNS = 1_000;

const BODIES: readonly DtoClass[] = [
  RecordReportDto,
  ControllerRegistrationDto,
  RecipientRegistrationDto,
  TermRegistrationDto,
  ApiKeyCreationDto,
  SubjectLookupDto,
  SubjectMergingDto,
];

describe.each(BODIES.map((dto) => [componentNameOf(dto), dto] as const))('the compiled check of %s', (_name, dto) => {
  it('never accepts what class-validator refuses, nor refuses what that explains away', () => {
    const components = Object.fromEntries(
      partsOfDto(dto).map((part) => [componentNameOf(part), schemaOfDto(part) as JsonSchema]),
    );
    const sound = new SchemaArbitraries({ ...components, JsonValue: {}, JsonObject: { type: 'object' } }).of(
      schemaOfDto(dto),
    );
    const validator = compileValidator(dto);
    let acceptedCount = 0;
    fc.assert(
      fc.property(fc.oneof(sound, mutated(sound)), (value) => {
        // As it comes over the wire: a member that is `undefined` is not there.
        const sent: unknown = JSON.parse(JSON.stringify(value) ?? 'null');
        const accepted = validator.check(sent);
        if (accepted) {
          acceptedCount += 1;
          expect(officialVerdict(dto, sent)).not.toBe('refused');
        }
        expect(validator.explain(sent).length === 0).toBe(accepted);
      }),
      { seed, numRuns: RUNS },
    );
    // Good ones are among them: a check that refuses everything would pass otherwise.
    expect(acceptedCount).toBeGreaterThan(0);
  });
});
