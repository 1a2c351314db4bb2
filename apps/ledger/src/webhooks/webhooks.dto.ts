import { ArrayMaxSize, IsArray, IsInt, IsString, Length, Min } from 'class-validator';
import { ENDPOINT_URL_LENGTH_MAX } from '#libs/domain';
import {
  Documented,
  IsInstantText,
  IsReferenceText,
  IsUuidText,
  ListFromText,
  Nested,
  NestedList,
  Optional,
} from '../validation/index.ts';
import { DeliveryFailureDto } from './delivery-failure.ts';

const VALUES_COUNT_MAX = 50;
const ENDPOINTS_COUNT_MAX = 10_000;

export class WebhookRegistrationDto {
  @IsReferenceText()
  @Documented({ description: 'The company whose tasks are told.' })
  controllerId!: string;

  @IsString()
  @Length(1, ENDPOINT_URL_LENGTH_MAX)
  @Documented({
    description:
      'Where messages are sent: `https`, a public address, no user name and no fragment. Sealed; shown to whoever manages webhooks.',
  })
  url!: string;
}

export class WebhookPathDto {
  @IsUuidText()
  webhookId!: string;
}

export class WebhookListingDto {
  @Optional()
  @ListFromText()
  @IsArray()
  @ArrayMaxSize(VALUES_COUNT_MAX)
  @IsReferenceText({ each: true })
  @Documented({ description: 'Default: all the credential is bound to.' })
  controllerId?: string[];
}

export class WebhookDto {
  @IsUuidText()
  readonly id!: string;

  @IsReferenceText()
  readonly controllerId!: string;

  @Optional()
  @IsString()
  @Documented({ description: 'Absent when it was erased.' })
  readonly url?: string;

  @IsInstantText()
  readonly createdAt!: string;

  @Optional()
  @Nested(() => DeliveryFailureDto)
  @Documented({
    description: 'The last attempt that failed, of whatever task. `deliveries` of a deadline tell it by task.',
  })
  readonly lastFailure?: DeliveryFailureDto;
}

export class WebhooksDto {
  @NestedList(() => WebhookDto, { countMax: ENDPOINTS_COUNT_MAX })
  readonly items!: readonly WebhookDto[];
}

/** The one answer that has the secret. */
export class RegisteredWebhookDto {
  @IsUuidText()
  readonly id!: string;

  @IsString()
  @Documented({ description: '`whsec_…`, what messages are signed with (Standard Webhooks). Shown this once.' })
  readonly secret!: string;

  @IsInt()
  @Min(0)
  readonly position!: number;
}
