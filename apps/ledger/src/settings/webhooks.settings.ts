import { IsBoolean, Matches } from 'class-validator';
import { Setting } from './setting.ts';
import type { SettingFault } from './settings-error.ts';

/** How services are told what is due. */
export abstract class WebhookSettings {
  @Setting({
    env: 'PDL_WEBHOOK_RETRY_S',
    kind: 'text',
    default: '0,5,300,1800,7200,18000,36000,50400,72000,86400',
    description:
      'When a service is tried to be told of a task: seconds after it came up, separated by commas. After the last one it is given up.',
  })
  @Matches(/^\d{1,7}(?:,\d{1,7}){0,29}$/)
  readonly webhookRetryS!: string;

  @Setting({
    env: 'PDL_WEBHOOK_ALLOW_LOOPBACK',
    kind: 'flag',
    default: 'false',
    description:
      'Lets services on this very machine be told, by `http` as well. Not in production: messages go to public addresses by `https`.',
  })
  @IsBoolean()
  readonly webhookAllowLoopback!: boolean;
}

/** Moments of trying, in milliseconds after a task came up, rising. */
export const retryScheduleOf = ({ webhookRetryS }: Pick<WebhookSettings, 'webhookRetryS'>): readonly number[] =>
  webhookRetryS
    .split(',')
    .map((seconds) => Number(seconds) * 1_000)
    .toSorted((one, other) => one - other);

export function webhookFaults({ webhookAllowLoopback }: WebhookSettings, production: boolean): SettingFault[] {
  if (!webhookAllowLoopback || !production) return [];
  return [
    {
      name: 'PDL_WEBHOOK_ALLOW_LOOPBACK',
      wrong: 'must not be true in production',
      action: 'Set it to false and register public addresses.',
    },
  ];
}
