import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsString, Length } from 'class-validator';
import { isReference } from '#libs/domain';
import { ROLES, type Role } from '../identity/index.ts';
import { IsInstantText, IsReferenceText, IsUuidText, Optional, Satisfies } from '../validation/index.ts';

const CONTROLLERS_COUNT_MAX = 100;

export class ApiKeyCreationDto {
  /** Who holds it: a person or a service. Sealed under the holder's own key. */
  @IsString()
  @Length(1, 200)
  name!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(ROLES.length)
  @ArrayUnique()
  @IsIn(ROLES, { each: true })
  roles!: Role[];

  /** Ids of controllers, or `all`. */
  @Satisfies(
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
  )
  controllers!: string[] | 'all';

  /** For the role `subject`: the one person whose history it shows. */
  @Optional()
  @IsUuidText()
  subjectId?: string;

  /** What it is for, as a slug; in clear. */
  @Optional()
  @IsReferenceText()
  label?: string;

  @Optional()
  @IsInstantText()
  expiresAt?: string;
}

export class ApiKeyPathDto {
  @IsUuidText()
  keyId!: string;
}

function isControllers(value: unknown): boolean {
  if (value === 'all') return true;
  return Array.isArray(value) && value.length >= 1 && value.length <= CONTROLLERS_COUNT_MAX && value.every(isReference);
}
