import type { PendingTask, WebhookEndpoint } from '#libs/projections';
import { v5 as uuidv5 } from 'uuid';
import type { WebhookMessage } from '../webhooks/webhook-signature.ts';

/** Id of telling an endpoint of a task: the same however often and by whomever it is tried. */
export const deliveryIdOf = ({ endpointId }: Pick<WebhookEndpoint, 'endpointId'>, passedBy: string): string =>
  uuidv5(endpointId, passedBy);

/**
 * What a service is told: whose data, as the ledger's own random id, of which categories has to go, by which rule, and since
 * when it is due. Nothing by which anybody but whoever reported the person could tell who it is.
 */
export function taskMessage(task: PendingTask, endpoint: WebhookEndpoint): WebhookMessage {
  const { deadlineId, subjectId, passedBy, passedAt, clock } = task;
  const { kind, origin, due, startedBy, deadline } = clock;
  const { categories, datasets } = clock.concern;
  const data = {
    deadlineId,
    controllerId: endpoint.controllerId,
    ...(subjectId === undefined ? {} : { subjectId }),
    kind,
    /** Either makes the task done when it is reported. */
    actions: ['delete', 'anonymize'],
    ...(categories === undefined ? {} : { categories }),
    ...(datasets === undefined ? {} : { datasets }),
    rule: deadline.rule,
    origin,
    due,
    startedBy,
  };
  return {
    id: deliveryIdOf(endpoint, passedBy),
    body: JSON.stringify({ type: 'task.due', timestamp: new Date(passedAt).toISOString(), data }),
  };
}
