import { describe, expect, it } from '@jest/globals';
import { ApiKeyCreationDto } from '../api-keys/api-keys.dto.ts';
import { FindingStepDto } from '../findings/findings.dto.ts';
import { SubjectMergingDto } from '../subject-merging/subject-merging.dto.ts';
import { compileValidator } from './compile-validator.ts';
import type { DtoClass } from './structure.ts';

const other = '0f2b7a52-7a0e-4ef7-9f4f-6a9e6b1f0a01';
const faultsIn = (dto: DtoClass, value: object) =>
  compileValidator(dto)
    .errorsIn(value)
    .map(({ pointer, code }) => [pointer, code]);

describe('words that somebody has to say', () => {
  it.each(['   ', ' \u200b\n', '\u3164', '\u2800\u00ad', '\u0000\u0007'])('are not blank: %j', (text) => {
    expect(faultsIn(FindingStepDto, { text })).toEqual([['/text', 'blank']]);
    expect(faultsIn(SubjectMergingDto, { other, reason: text })).toEqual([['/reason', 'blank']]);
    expect(faultsIn(ApiKeyCreationDto, { name: text, roles: ['dpo'], controllers: 'all' })).toEqual([
      ['/name', 'blank'],
    ]);
  });

  it('are in any script, and of a text that is empty or none only that is told', () => {
    for (const text of ['好', ' ok', '👍', '\u200bל']) expect(faultsIn(FindingStepDto, { text })).toEqual([]);
    expect(faultsIn(FindingStepDto, { text: '' })).toEqual([['/text', 'wrongLength']]);
    expect(faultsIn(FindingStepDto, { text: 7 })).toEqual([['/text', 'wrongType']]);
  });
});
