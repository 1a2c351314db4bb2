import { applyDecorators } from '@nestjs/common';
import { ApiOperation } from '@nestjs/swagger';
import { Refuses } from '../openapi/refusals.ts';
import { Answers } from '../validation/index.ts';
import { RegisteredWebhookDto, WebhooksDto } from './webhooks.dto.ts';

export const DescribeRegisterWebhook = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Have a service told what has to go',
      description:
        'Each task of the company, data whose time is over and that is still there, is sent once as `task.due`, signed as Standard Webhooks demands. A message may come twice, with the same `webhook-id`. It is done when the deletion or anonymization is reported.',
    }),
    Answers(201, 'It will be told, of what is overdue already as well.', RegisteredWebhookDto),
    Refuses('unknownController', 'controllerNotAllowed', 'alreadyExists', 'stateConflict'),
  );

export const DescribeListWebhooks = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the services that are told', description: 'Never their secrets.' }),
    Answers(200, 'All there are, the oldest first.', WebhooksDto),
    Refuses('controllerNotAllowed'),
  );

export const DescribeRemoveWebhook = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Tell a service no more', description: 'From the answer on it is told nothing.' }),
    Answers(204, 'It is removed.'),
  );
