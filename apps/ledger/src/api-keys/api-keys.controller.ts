import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoBody, DtoParams } from '../validation/index.ts';
import { ApiKeyCreation } from './api-key-creation.command.ts';
import { ApiKeyListing } from './api-key-listing.ts';
import { ApiKeyRevocation } from './api-key-revocation.command.ts';
import { DescribeCreateApiKey, DescribeListApiKeys, DescribeRevokeApiKey } from './api-keys.documentation.ts';
import { ApiKeyCreationDto, ApiKeyPathDto, type ApiKeysDto, type CreatedApiKeyDto } from './api-keys.dto.ts';

/** Credentials for services and people. */
@ApiTags('keys')
@Controller('v1/keys')
export class ApiKeysController {
  constructor(
    private readonly commandBus: CommandBus,
    private readonly listing: ApiKeyListing,
  ) {}

  @Post()
  @DescribeCreateApiKey()
  @HttpCode(201)
  @Requires('keys:manage')
  async createApiKey(
    @DtoBody(ApiKeyCreationDto) wanted: ApiKeyCreationDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CreatedApiKeyDto> {
    return this.commandBus.execute(new ApiKeyCreation(wanted, principal));
  }

  @Get()
  @DescribeListApiKeys()
  @Requires('keys:read')
  async listApiKeys(@CurrentPrincipal() principal: Principal): Promise<ApiKeysDto> {
    return { items: await this.listing.all(principal) };
  }

  @Delete(':keyId')
  @DescribeRevokeApiKey()
  @HttpCode(204)
  @Requires('keys:manage')
  async revokeApiKey(
    @DtoParams(ApiKeyPathDto) { keyId }: ApiKeyPathDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    await this.commandBus.execute(new ApiKeyRevocation(keyId.toLowerCase(), principal));
  }
}
