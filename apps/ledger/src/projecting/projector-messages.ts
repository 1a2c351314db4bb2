/** What the projector's thread is told when it starts. */
export interface ProjectorStart {
  /** Folder of the event log, which is opened read-only. */
  readonly eventDirectory: string;
  readonly readModelFile: string;
}

/** What the projector's thread tells. Nothing of an event but its place. */
export type ProjectorMessage =
  | { readonly kind: 'prepared' }
  | {
      readonly kind: 'progress';
      readonly position: number | undefined;
      readonly events: number;
      readonly batchMs: number;
      readonly lagMs: number;
      readonly caughtUp: boolean;
    }
  | { readonly kind: 'parked'; readonly position: number; readonly type: string; readonly reason: string }
  | { readonly kind: 'retry'; readonly code: string }
  | { readonly kind: 'failed'; readonly code: string };

/** The only thing it can be told. */
export const STOP = 'stop';
