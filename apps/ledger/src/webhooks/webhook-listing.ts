import { Injectable } from '@nestjs/common';
import type { Principal } from '../identity/index.ts';
import { controllersReached } from '../reading/controllers-reached.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { deliveryFailureView } from './delivery-failure.ts';
import { WebhookEndpoints } from './webhook-endpoints.ts';
import type { WebhookDto, WebhookListingDto } from './webhooks.dto.ts';

/** The services that are told; never their secrets. */
@Injectable()
export class WebhookListing {
  constructor(
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
    private readonly endpoints: WebhookEndpoints,
  ) {}

  async of({ controllerId: asked }: WebhookListingDto, principal: Principal): Promise<WebhookDto[]> {
    const { readModels, parties } = this;
    const controllers = await controllersReached(asked, principal, { readModels, parties });
    const listed: WebhookDto[] = [];
    for (const endpoint of await readModels.queries.tasks.endpoints(controllers)) {
      const { endpointId, controllerId, registeredAt } = endpoint;
      const url = (await this.endpoints.open(endpoint))?.url;
      const createdAt = new Date(registeredAt).toISOString();
      const failure = await readModels.queries.tasks.lastFailure(endpointId);
      listed.push({
        ...{ id: endpointId, controllerId, ...(url === undefined ? {} : { url }), createdAt },
        ...(failure === undefined ? {} : { lastFailure: deliveryFailureView(failure) }),
      });
    }
    return listed;
  }
}
