/** Ctrl-C once: stop after what is under way. Twice: give that up, too. A third time ends the process as usual. */
export interface Interruption extends Disposable {
  readonly stop: AbortSignal;
  readonly cancel: AbortSignal;
}

export function listenForInterruption(onStop: () => void): Interruption {
  const stop = new AbortController();
  const cancel = new AbortController();
  const interrupt = (): void => {
    if (!stop.signal.aborted) {
      stop.abort();
      onStop();
      return;
    }
    cancel.abort();
    release();
  };
  const release = (): void => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return { stop: stop.signal, cancel: cancel.signal, [Symbol.dispose]: release };
}
