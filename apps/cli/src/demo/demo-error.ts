/** What stopped the demo, in words for the person who started it. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
  readonly code:
    'notADemoDirectory' | 'directoryInUse' | 'portInUse' | 'notBuilt' | 'ledgerEnded' | 'ledgerNotReady' | 'refused';

  constructor(code: DemoError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
