import { describe, expect, it } from '@jest/globals';
import { faultLine, PolicyPackError } from './policy-pack-error.ts';
import { parseYaml } from './yaml-file.ts';

const schema = {
  type: 'object',
  required: ['id', 'rules'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    rules: {
      type: 'array',
      items: {
        type: 'object',
        required: ['n'],
        additionalProperties: false,
        properties: { n: { type: 'integer' }, unit: { enum: ['day', 'hour'] }, since: { type: 'string' } },
      },
    },
  },
};

const faultsOf = (text: string): readonly string[] => {
  try {
    parseYaml({ file: 'x.yaml', text }, schema);
  } catch (error) {
    if (error instanceof PolicyPackError) return error.faults.map(faultLine);
    throw error;
  }
  return [];
};

describe('parseYaml', () => {
  it('gives what fits; a date stays text', () => {
    const { value } = parseYaml({ file: 'x.yaml', text: 'id: a\nrules:\n  - { n: 3, since: 2026-01-01 }\n' }, schema);
    expect(value).toEqual({ id: 'a', rules: [{ n: 3, since: '2026-01-01' }] });
  });

  it.each([
    ['what does not fit', 'id: a\nrules:\n  - n: x\n', ['x.yaml:3:5 /rules/0/n must be integer']],
    [
      'an unknown key',
      'id: a\nrules:\n  - n: 1\n    nn: 2\n',
      ['x.yaml:4:5 /rules/0/nn is not a key that is known here'],
    ],
    ['a missing key', 'id: a\nrules:\n  - unit: day\n', ["x.yaml:3:5 /rules/0 must have required property 'n'"]],
    [
      'a value not in the list',
      'id: a\nrules:\n  - {n: 1, unit: week}\n',
      ['x.yaml:3:12 /rules/0/unit must be one of day, hour'],
    ],
    ['a key twice', 'id: a\nid: b\nrules: []\n', ['x.yaml:2:1 Map keys must be unique']],
    [
      'text that is no YAML',
      'id: [a\nrules: []\n',
      ['x.yaml:2:1 Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    ['an anchor and its alias', 'id: &a b\nrules: []\n', ['x.yaml:1:8 /id must be written out: no anchor, no alias']],
    [
      'every fault',
      'idd: a\nrules: 3\n',
      [
        "x.yaml:1:1 must have required property 'id'",
        'x.yaml:1:1 /idd is not a key that is known here',
        'x.yaml:2:1 /rules must be array',
      ],
    ],
    ['nothing at all', '', ['x.yaml:1:1 must be object']],
  ])('points at %s', (_what, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('points at what a later check finds, too', () => {
    const { faultAt } = parseYaml({ file: 'x.yaml', text: 'id: a\nrules:\n  - n: 1\n  - n: 2\n' }, schema);
    expect(faultLine(faultAt('/rules/1/n', 'is too much'))).toBe('x.yaml:4:5 /rules/1/n is too much');
    expect(faultLine(faultAt('/rules/1/none', 'is not there'))).toBe('x.yaml:4:5 /rules/1/none is not there');
  });
});
