import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ControllerRegistered, RecipientRegistered, TermRegistered, type Term } from '#libs/domain';
import { CurrentPrincipal, Requires, type Principal } from '../identity/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { DtoBody, DtoQuery } from '../validation/index.ts';
import { KnownParties } from './known-parties.ts';
import { Registration } from './registration.command.ts';
import {
  ControllerRegistrationDto,
  RecipientRegistrationDto,
  TermRegistrationDto,
  type ControllerRegistrationBody,
  type RecipientRegistrationBody,
  type TermRegistrationBody,
} from './registration.dto.ts';
import {
  DescribeListControllers,
  DescribeListRecipients,
  DescribeReadVocabulary,
  DescribeRegisterController,
  DescribeRegisterRecipient,
  DescribeRegisterTerm,
} from './registries.documentation.ts';
import type { ControllersDto, RecipientsDto, RegistrationReceiptDto, VocabularyDto } from './registries.dto.ts';
import { VocabularyQueryDto } from './vocabulary-query.dto.ts';

/** The ledger's own registries: whom records may name, and in which words. */
@ApiTags('registries')
@Controller('v1')
export class RegistriesController {
  constructor(
    private readonly commandBus: CommandBus,
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
  ) {}

  @Post('controllers')
  @DescribeRegisterController()
  @HttpCode(201)
  @Requires('controllers:manage')
  async registerController(
    @DtoBody(ControllerRegistrationDto) body: ControllerRegistrationBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RegistrationReceiptDto> {
    const { id, ...fields } = body;
    const entry = { definition: ControllerRegistered, streamName: `dataController-${id}`, controllerId: id, fields };
    return { id, ...(await this.commandBus.execute(new Registration(entry, principal))) };
  }

  @Get('controllers')
  @DescribeListControllers()
  @Requires('controllers:read')
  async listControllers(@CurrentPrincipal() principal: Principal): Promise<ControllersDto> {
    const all = await this.readModels.queries.registries.controllers();
    const { controllers } = principal;
    const seen = controllers === 'all' ? all : all.filter(({ controllerId }) => controllers.includes(controllerId));
    return { items: seen.map(({ controllerId, registration }) => ({ id: controllerId, ...registration })) };
  }

  @Post('recipients')
  @DescribeRegisterRecipient()
  @HttpCode(201)
  @Requires('recipients:manage')
  async registerRecipient(
    @DtoBody(RecipientRegistrationDto) body: RecipientRegistrationBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RegistrationReceiptDto> {
    const { id, ...rest } = body;
    const fields = { recipient: id, ...rest };
    const entry = { definition: RecipientRegistered, streamName: `recipient-${id}`, fields };
    return { id, ...(await this.commandBus.execute(new Registration(entry, principal))) };
  }

  @Get('recipients')
  @DescribeListRecipients()
  @Requires('recipients:read')
  async listRecipients(): Promise<RecipientsDto> {
    const all = await this.readModels.queries.registries.recipients();
    return {
      items: all.map(({ recipientId, registration: { recipient: _same, ...rest } }) => ({ id: recipientId, ...rest })),
    };
  }

  @Post('vocabulary/terms')
  @DescribeRegisterTerm()
  @HttpCode(201)
  @Requires('vocabulary:manage')
  async registerTerm(
    @DtoBody(TermRegistrationDto) body: TermRegistrationBody,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RegistrationReceiptDto> {
    const streamName = `vocabulary-${body.scheme}-${body.name}`;
    const entry = { definition: TermRegistered, streamName, fields: body };
    return { id: `local:${body.name}`, ...(await this.commandBus.execute(new Registration(entry, principal))) };
  }

  /** The words records are written in. */
  @Get('vocabulary')
  @DescribeReadVocabulary()
  @Requires('vocabulary:read')
  readVocabulary(@DtoQuery(VocabularyQueryDto) query: VocabularyQueryDto): VocabularyDto {
    const { scheme, q } = query;
    const wanted = q?.toLowerCase();
    const items = this.parties
      .vocabulary()
      .terms.filter((term) => scheme === undefined || term.scheme === scheme)
      .filter((term) => wanted === undefined || spellings(term).some((text) => text.toLowerCase().includes(wanted)));
    return { items };
  }
}

const spellings = ({ iri, prefixed, labels }: Term): readonly string[] => [iri, prefixed, ...Object.values(labels)];
