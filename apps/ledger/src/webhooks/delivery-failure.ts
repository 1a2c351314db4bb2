import { IsIn, IsInt, Max, Min } from 'class-validator';
import { TASK_FAILURES } from '#libs/domain';
import type { TaskFailures } from '#libs/projections';
import { Documented, IsInstantText, Optional } from '../validation/index.ts';

/** What the last attempt to tell a service failed of: never a word of what it answered. */
export class DeliveryFailureDto {
  @IsIn([...TASK_FAILURES])
  @Documented({ description: '`refused`: an answer came, whose `status` did not take the message.' })
  readonly failure!: string;

  @Optional()
  @IsInt()
  @Min(0)
  @Max(999)
  @Documented({ description: 'Status of the answer, where one came.' })
  readonly status?: number;

  @IsInstantText()
  readonly at!: string;
}

export function deliveryFailureView({ failure, status, failedAt }: TaskFailures): DeliveryFailureDto {
  return { failure, ...(status === undefined ? {} : { status }), at: new Date(failedAt).toISOString() };
}
