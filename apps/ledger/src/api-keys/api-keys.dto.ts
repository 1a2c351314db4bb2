import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, IsString, Length, Min } from 'class-validator';
import { isReference } from '#libs/domain';
import { ROLES, type Role } from '../identity/index.ts';
import {
  Documented,
  IsInstantText,
  IsNotBlank,
  IsReferenceText,
  IsUuidText,
  NestedList,
  Optional,
  Satisfies,
} from '../validation/index.ts';

const CONTROLLERS_COUNT_MAX = 100;
/** More credentials than this are not listed. */
const KEYS_COUNT_MAX = 10_000;

const IsControllers = (): PropertyDecorator =>
  Satisfies(
    { code: 'notControllers', message: `must be "all", or a list of 1 to ${CONTROLLERS_COUNT_MAX} ids of controllers` },
    isControllers,
    {
      documentation: {
        oneOf: [
          { type: 'string', enum: ['all'] },
          { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: CONTROLLERS_COUNT_MAX },
        ],
      },
    },
  );

export class ApiKeyCreationDto {
  @IsString()
  @Length(1, 200)
  @IsNotBlank()
  @Documented({ description: "Who holds it: a person or a service. Sealed under the holder's own key." })
  name!: string;

  @Optional()
  @IsIn(['person', 'service'])
  @Documented({ description: 'What holds it. Default `service`.' })
  kind?: 'person' | 'service';

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles!: Role[];

  @IsControllers()
  @Documented({ description: 'Ids of the controllers it is good for, or `all`.' })
  controllers!: string[] | 'all';

  @Optional()
  @IsUuidText()
  @Documented({ description: 'With the role `subject`, and only then: the one person whose history it shows.' })
  subjectId?: string;

  @Optional()
  @IsReferenceText()
  @Documented({ description: 'What it is for, as a slug; in clear.' })
  label?: string;

  @Optional()
  @IsInstantText()
  expiresAt?: string;
}

export class ApiKeyPathDto {
  @IsUuidText()
  keyId!: string;
}

/** The one answer that has the token. */
export class CreatedApiKeyDto {
  @IsUuidText()
  readonly keyId!: string;

  @IsString()
  @Documented({ description: 'The credential: `pdl_<keyId>_<secret>`. Shown this once and kept nowhere.' })
  readonly token!: string;

  @IsUuidText()
  @Documented({ description: 'The holder, as events name them.' })
  readonly actorId!: string;

  @IsInt()
  @Min(0)
  readonly position!: number;
}

/** A credential; never its secret. */
export class ApiKeyDto {
  @IsUuidText()
  readonly keyId!: string;

  @IsUuidText()
  @Documented({ description: 'The holder, as events name them.' })
  readonly actorId!: string;

  @Optional()
  @IsString()
  @Documented({ description: "The holder's name; absent when it was erased." })
  readonly name?: string;

  @IsArray()
  @IsIn(ROLES, { each: true })
  readonly roles!: readonly string[];

  @IsControllers()
  readonly controllers!: readonly string[] | 'all';

  @Optional()
  @IsUuidText()
  readonly subjectId?: string;

  @Optional()
  @IsReferenceText()
  readonly label?: string;

  @IsInstantText()
  readonly createdAt!: string;

  @Optional()
  @IsInstantText()
  readonly expiresAt?: string;

  @Optional()
  @IsInstantText()
  readonly revokedAt?: string;
}

export class ApiKeysDto {
  @NestedList(() => ApiKeyDto, { countMax: KEYS_COUNT_MAX })
  readonly items!: readonly ApiKeyDto[];
}

function isControllers(value: unknown): boolean {
  if (value === 'all') return true;
  return Array.isArray(value) && value.length >= 1 && value.length <= CONTROLLERS_COUNT_MAX && value.every(isReference);
}
