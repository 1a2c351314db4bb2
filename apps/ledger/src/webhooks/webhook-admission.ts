import { Injectable } from '@nestjs/common';
import type { WebhookEndpoint } from '#libs/projections';
import { assertController, type Principal } from '../identity/index.ts';
import { ProblemError } from '../problems/index.ts';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { assertControllerNamed } from '../registries/named-controller.ts';
import { Settings } from '../settings/index.ts';
import { addressFault, type AddressFault } from './webhook-address.ts';
import { WebhookEndpoints } from './webhook-endpoints.ts';
import type { WebhookRegistrationDto } from './webhooks.dto.ts';

/** Endpoints of one company: each is told of each task. */
const ENDPOINTS_COUNT_MAX = 10;

const WRONG: { readonly [F in AddressFault]: string } = {
  malformed: 'must be an address of the web, without a fragment',
  notHttps: 'must begin with https://',
  hasCredentials: 'must have no user name and no password',
  notPublic: 'must be a public address',
};

/** Which services may be told. */
@Injectable()
export class WebhookAdmission {
  constructor(
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
    private readonly settings: Settings,
    private readonly endpoints: WebhookEndpoints,
  ) {}

  /** @throws ProblemError `controllerNotAllowed`, `unknownController`, `invalidBody`, `alreadyExists`, `stateConflict` */
  async assertFits({ controllerId, url }: WebhookRegistrationDto, principal: Principal): Promise<void> {
    assertController(principal, controllerId);
    await assertControllerNamed(controllerId, this.parties);
    const fault = addressFault(url, { allowLoopback: this.settings.webhookAllowLoopback });
    if (fault !== undefined) {
      throw new ProblemError('invalidBody', { errors: [{ pointer: '/url', code: fault, message: WRONG[fault] }] });
    }
    const known = await this.readModels.queries.tasks.endpoints([controllerId]);
    await this.assertNew(url, known);
    const { length } = known;
    if (length < ENDPOINTS_COUNT_MAX) return;
    throw new ProblemError('stateConflict', { detail: `The company has ${length} webhooks: remove one first.` });
  }

  /** A service that is registered twice would be sent everything twice, under two secrets. */
  private async assertNew(url: string, known: readonly WebhookEndpoint[]): Promise<void> {
    const { href } = new URL(url);
    for (const endpoint of known) {
      const opened = await this.endpoints.open(endpoint);
      if (opened === undefined || new URL(opened.url).href !== href) continue;
      const error = { pointer: '/url', code: 'alreadyRegistered', message: 'is told already, for this controller' };
      throw new ProblemError('alreadyExists', {
        detail: 'There is a webhook with this address.',
        action: 'Remove that one first if it is to have another secret.',
        errors: [error],
      });
    }
  }
}
