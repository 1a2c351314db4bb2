import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { policyPackSchema } from '#libs/domain';
import { JSON_OBJECT } from '../openapi/json-schemas.ts';
import { Refuses } from '../openapi/refusals.ts';
import { Answers, Takes } from '../validation/index.ts';
import { PoliciesDto, PolicyVersionDto, PublishedPolicyDto } from './policies.dto.ts';
import { YAML } from './policy-text.ts';

const SCHEMA_ID = String(policyPackSchema()['$id']);

export const DescribePublishPolicy = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Publish a version of a policy',
      description: [
        `A policy pack (${SCHEMA_ID}, docs/assessment.md) as YAML or JSON, at most 1 MiB.`,
        'Every record that happens from `effectiveFrom` on is judged by it and by the law, from the answer on.',
        'A version that has others before it takes effect at the earliest when it is recorded; the first of a company may name an instant that has passed, because until then nothing was judged.',
        'The same version again gives the first answer; another content under its name is refused. Nothing is judged again: see `POST /v1/reassessments`.',
      ].join(' '),
    }),
    Takes({
      [YAML]: { type: 'string', description: 'YAML 1.2 without tags, anchors and aliases.' },
      'application/json': JSON_OBJECT,
    }),
    Answers(201, 'It is published.', PolicyVersionDto),
    Refuses('invalidPolicy', 'unknownController', 'controllerNotAllowed', 'contentConflict', 'revisionConflict'),
  );

export const DescribeListPolicies = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the versions of policies',
      description: 'In the order in which they were published.',
    }),
    Answers(200, 'Versions.', PoliciesDto),
    Refuses('controllerNotAllowed', 'notYetProjected'),
  );

export const DescribeReadPolicy = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Read a version of a policy',
      description: 'With every rule, and the clause it stands in.',
    }),
    Answers(200, 'The version.', PublishedPolicyDto),
    Refuses('controllerNotAllowed'),
  );
