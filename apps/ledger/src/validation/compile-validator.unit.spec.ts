import {
  Allow,
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { describe, expect, it } from '@jest/globals';
import { compileValidator } from './compile-validator.ts';
import { Satisfies } from './satisfies.ts';
import { partsOfDto, schemaOfDto } from './schema-of-dto.ts';
import { Nested, NestedList, Optional } from './structure.ts';

const isEven = (value: unknown): boolean => typeof value === 'number' && value % 2 === 0;

class WheelDto {
  @IsInt()
  @Min(1)
  @Max(99)
  inches!: number;
}

class BasketDto {
  @IsString()
  @Length(1, 10)
  colour!: string;
}

class BicycleDto {
  @IsString()
  @Length(1, 20)
  name!: string;

  @Optional()
  @IsIn(['city', 'race'])
  kind?: string;

  @Optional()
  @Nested(() => BasketDto)
  basket?: BasketDto;

  @NestedList(() => WheelDto, { countMin: 1, countMax: 3 })
  wheels!: WheelDto[];

  @Optional()
  @IsArray()
  @ArrayMaxSize(5)
  @Satisfies(
    { code: 'odd', message: 'Expected an even number.', action: (value) => `Add ${Number(value) % 2}.` },
    isEven,
    { each: true, documentation: { type: 'integer', multipleOf: 2 } },
  )
  gears?: number[];
}

const bicycle = compileValidator(BicycleDto);
const good = {
  name: 'Pegasus',
  kind: 'city',
  basket: { colour: 'red' },
  wheels: [{ inches: 28 }, { inches: 26 }],
  gears: [2, 4],
};
const canary = 'alice@example.com';

describe('a compiled validator', () => {
  it('accepts a good value both ways', () => {
    expect([bicycle.check(good), bicycle.explain(good), bicycle.errorsIn(good)]).toEqual([true, [], []]);
  });

  it.each<[string, unknown, [string, string][]]>([
    ['no object', [], [['', 'wrongType']]],
    ['null', null, [['', 'wrongType']]],
    [
      'what is missing',
      { wheels: [{}] },
      [
        ['/name', 'missing'],
        ['/wheels/0/inches', 'missing'],
      ],
    ],
    ['null for what may be left out', { ...good, kind: null }, [['/kind', 'notAllowed']]],
    ['a list for an object', { ...good, basket: [] }, [['/basket', 'wrongType']]],
    ['null for an object', { ...good, basket: null }, [['/basket', 'wrongType']]],
    ['a list in a list of objects', { ...good, wheels: [[]] }, [['/wheels/0', 'wrongType']]],
    ['an object for a list', { ...good, wheels: {} }, [['/wheels', 'wrongType']]],
    ['an empty list', { ...good, wheels: [] }, [['/wheels', 'empty']]],
    ['too long a list', { ...good, wheels: Array(4).fill({ inches: 28 }) }, [['/wheels', 'tooMany']]],
    [
      'the bad item of a list',
      { ...good, wheels: [{ inches: 28 }, { inches: 0 }] },
      [['/wheels/1/inches', 'tooSmall']],
    ],
    [
      'the bad items of a list of values',
      { ...good, gears: [2, 3, 'x', 4] },
      [
        ['/gears/1', 'odd'],
        ['/gears/2', 'odd'],
      ],
    ],
    ['no list of values', { ...good, gears: 'x' }, [['/gears', 'wrongType']]],
    ['no text', { ...good, name: 7 }, [['/name', 'wrongType']]],
    ['an unknown field', { ...good, [canary]: 1 }, [['', 'unexpected']]],
    ['an unknown field inside', { ...good, basket: { colour: 'red', [canary]: 1 } }, [['/basket', 'unexpected']]],
    ['an unknown field in an item', { ...good, wheels: [{ inches: 28, [canary]: 1 }] }, [['/wheels/0', 'unexpected']]],
  ])('refuses %s with its pointer', (_what, value, expected) => {
    expect(bicycle.check(value)).toBe(false);
    expect(bicycle.explain(value).map(({ pointer, code }) => [pointer, code])).toEqual(expected);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'prototype', '__defineGetter__'])(
    'refuses the key %s, which class-validator with class-transformer lets through or drops',
    (key) => {
      for (const text of [
        `{"name":"P","wheels":[{"inches":28}],${JSON.stringify(key)}:{"x":1}}`,
        `{"name":"P","wheels":[{"inches":28,${JSON.stringify(key)}:1}]}`,
      ]) {
        const value: unknown = JSON.parse(text);
        expect(bicycle.check(value)).toBe(false);
        expect(bicycle.explain(value).map(({ code }) => code)).toEqual(['unexpected']);
      }
    },
  );

  it('says what is expected and what to do, and repeats nothing that was sent', () => {
    const told = JSON.stringify(
      bicycle.explain({
        name: canary.repeat(9),
        kind: canary,
        [canary]: canary,
        wheels: [{ inches: canary }],
        gears: [3, canary],
      }),
    );
    expect(told).not.toContain('alice');
    expect(bicycle.explain({ ...good, gears: [3] })).toEqual([
      { pointer: '/gears/0', code: 'odd', message: 'Expected an even number.', action: 'Add 1.' },
    ]);
  });

  it('keeps its answer short', () => {
    const bad = { ...good, gears: undefined, wheels: Array(5_000).fill({ inches: 0 }) };
    expect(bicycle.explain(bad).length).toBeLessThanOrEqual(100);
  });

  it('refuses to compile decorators whose meaning it cannot carry', () => {
    class LetsNullIn {
      @IsOptional()
      @IsString()
      a?: string;
    }
    class DependsOnOthers {
      @ValidateIf(() => false)
      @IsString()
      a?: string;
    }
    class NestedBare {
      @ValidateNested()
      a?: BasketDto;
    }
    class Shadow {
      @Allow()
      toString!: () => string;
    }
    class Empty {}
    for (const dto of [LetsNullIn, DependsOnOthers, NestedBare, Shadow, Empty]) {
      expect(() => compileValidator(dto)).toThrow(dto.name);
    }
  });
});

describe('schemaOfDto', () => {
  it('documents the same decorators', () => {
    expect(schemaOfDto(BicycleDto)).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', minLength: 1, maxLength: 20 },
        kind: { type: 'string', enum: ['city', 'race'] },
        basket: { $ref: '#/components/schemas/Basket' },
        wheels: { type: 'array', minItems: 1, maxItems: 3, items: { $ref: '#/components/schemas/Wheel' } },
        gears: { type: 'array', maxItems: 5, items: { type: 'integer', multipleOf: 2 } },
      },
      required: ['name', 'wheels'],
      additionalProperties: false,
    });
    expect(partsOfDto(BicycleDto)).toEqual([BicycleDto, BasketDto, WheelDto]);
  });
});
