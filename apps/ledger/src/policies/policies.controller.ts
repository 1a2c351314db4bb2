import { Body, Controller, Get, Headers, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { usableZone } from '#libs/domain';
import { temporalTime } from '#libs/policy-packs';
import type { PolicyVersion } from '#libs/projections';
import { assertController, CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { controllersReached } from '../reading/controllers-reached.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { DtoParams, DtoQuery } from '../validation/index.ts';
import { DescribeListPolicies, DescribePublishPolicy, DescribeReadPolicy } from './policies.documentation.ts';
import {
  PolicyListDto,
  PolicyPathDto,
  type PoliciesDto,
  type PolicyVersionDto,
  type PublishedPolicyDto,
} from './policies.dto.ts';
import { PolicyPublication } from './policy-publication.command.ts';
import { policyIn } from './policy-text.ts';

/** What companies promise, as data. */
@ApiTags('policies')
@Controller('v1/policies')
export class PoliciesController {
  constructor(
    private readonly commandBus: CommandBus,
    readonly readModels: ReadModels,
    readonly parties: KnownParties,
  ) {}

  @Post()
  @DescribePublishPolicy()
  @HttpCode(201)
  @Requires('policies:publish')
  async publishPolicy(
    @Body() text: unknown,
    @Headers('content-type') mediaType: string | undefined,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PolicyVersionDto> {
    const policy = policyIn(text, mediaType ?? '', this.parties.vocabulary());
    return this.commandBus.execute(new PolicyPublication(policy, principal));
  }

  @Get()
  @DescribeListPolicies()
  @Requires('policies:read')
  async listPolicies(
    @DtoQuery(PolicyListDto) { controllerId, atLeast }: PolicyListDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PoliciesDto> {
    await this.readModels.awaitAtLeast(atLeast);
    const controllers = await controllersReached(controllerId, principal, this);
    const versions = await this.readModels.queries.policies.list(controllers);
    return { items: versions.map(viewOf) };
  }

  @Get(':controllerId/:policyVersion')
  @DescribeReadPolicy()
  @Requires('policies:read')
  async readPolicy(
    @DtoParams(PolicyPathDto) { controllerId, policyVersion }: PolicyPathDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<PublishedPolicyDto> {
    assertController(principal, controllerId);
    const version = await this.readModels.queries.policies.version(controllerId, policyVersion);
    if (version === undefined) throw new ProblemError('notFound');
    const { pack } = version;
    const zone = usableZone(pack.zone, temporalTime);
    return { ...viewOf(version), pack: { ...pack }, ...(zone === pack.zone ? {} : { zoneInstead: zone }) };
  }
}

const viewOf = ({
  effectiveFrom,
  publishedAt,
  controllerId,
  policyVersion,
  position,
}: Omit<PolicyVersion, 'pack'>) => ({
  controllerId,
  policyVersion,
  effectiveFrom: new Date(effectiveFrom).toISOString(),
  publishedAt: new Date(publishedAt).toISOString(),
  position,
});
