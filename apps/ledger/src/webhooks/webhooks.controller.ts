import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { DtoBody, DtoParams, DtoQuery } from '../validation/index.ts';
import { WebhookListing } from './webhook-listing.ts';
import { WebhookRegistration } from './webhook-registration.command.ts';
import { WebhookRemoval } from './webhook-removal.command.ts';
import { DescribeListWebhooks, DescribeRegisterWebhook, DescribeRemoveWebhook } from './webhooks.documentation.ts';
import {
  WebhookListingDto,
  WebhookPathDto,
  WebhookRegistrationDto,
  type RegisteredWebhookDto,
  type WebhooksDto,
} from './webhooks.dto.ts';

/** Services that are told what is due. */
@ApiTags('deadlines')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly commandBus: CommandBus,
    private readonly listing: WebhookListing,
  ) {}

  @Post()
  @DescribeRegisterWebhook()
  @HttpCode(201)
  @Requires('webhooks:manage')
  async registerWebhook(
    @DtoBody(WebhookRegistrationDto) wanted: WebhookRegistrationDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RegisteredWebhookDto> {
    return this.commandBus.execute(new WebhookRegistration(wanted, principal));
  }

  @Get()
  @DescribeListWebhooks()
  @Requires('webhooks:read')
  async listWebhooks(
    @DtoQuery(WebhookListingDto) asked: WebhookListingDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<WebhooksDto> {
    return { items: await this.listing.of(asked, principal) };
  }

  @Delete(':webhookId')
  @DescribeRemoveWebhook()
  @HttpCode(204)
  @Requires('webhooks:manage')
  async removeWebhook(
    @DtoParams(WebhookPathDto) { webhookId }: WebhookPathDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<void> {
    await this.commandBus.execute(new WebhookRemoval(webhookId.toLowerCase(), principal));
  }
}
