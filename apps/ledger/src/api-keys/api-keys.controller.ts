import { Controller, Delete, Get, Header, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoBody, DtoParams } from '../validation/index.ts';
import { ApiKeyCreation, type CreatedApiKey } from './api-key-creation.command.ts';
import { ApiKeyListing, type ListedApiKey } from './api-key-listing.ts';
import { ApiKeyRevocation } from './api-key-revocation.command.ts';
import { ApiKeyCreationDto, ApiKeyPathDto } from './api-keys.dto.ts';

/** Credentials for services and people. */
@Controller('v1/keys')
export class ApiKeysController {
  constructor(
    private readonly commandBus: CommandBus,
    private readonly listing: ApiKeyListing,
  ) {}

  @Post()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  @Requires('keys:manage')
  async create(
    @DtoBody(ApiKeyCreationDto) wanted: ApiKeyCreationDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CreatedApiKey> {
    return this.commandBus.execute(new ApiKeyCreation(wanted, principal));
  }

  @Get()
  @Header('cache-control', 'no-store')
  @Requires('keys:read')
  async list(): Promise<{ readonly items: readonly ListedApiKey[] }> {
    return { items: await this.listing.all() };
  }

  @Delete(':keyId')
  @HttpCode(204)
  @Requires('keys:manage')
  async revoke(
    @DtoParams(ApiKeyPathDto) { keyId }: ApiKeyPathDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    await this.commandBus.execute(new ApiKeyRevocation(keyId.toLowerCase(), principal));
  }
}
