import { queryText, succeeded, type Query } from '../../support/ledger-caller.ts';
import type { RecordEntry, RecordReceipt } from '../../support/wire.ts';
import { Scenario, type Happening } from './scenario.ts';

export const DEVICES = 'kaayee-smart-devices';
export const on = (day: string) => `${day}T10:00:00+08:00`;

export interface Item {
  readonly [member: string]: unknown;
}

/** What a person gives is handed on with consent, the consent is withdrawn, the data deleted, the agreement runs out. */
export class KaayeeStory {
  readonly scenario: Scenario;
  readonly told: { [name: string]: RecordReceipt } = {};
  subjectId = '';
  #recordedAt: ReadonlyMap<string, string> = new Map();

  private constructor(scenario: Scenario) {
    this.scenario = scenario;
  }

  static async begin(): Promise<KaayeeStory> {
    const story = new KaayeeStory(await Scenario.begin('kaayee', { recipients: [DEVICES] }));
    for (const [name, happening] of HAPPENINGS) await story.#tell(name, happening(story.told));
    story.subjectId = story.told['collected']?.subjectId ?? '';
    const atLeast = story.told['revoked']?.position ?? 0;
    const { items } = await story.scenario.caller.searchPage({ controllerId: 'kaayee', atLeast, limit: 1_000 });
    story.#recordedAt = new Map(items.map(({ id, recordedAt }) => [id, recordedAt]));
    return story;
  }

  /** When the ledger recorded it. */
  recordedAt(name: string): string {
    return this.#recordedAt.get(this.told[name]?.id ?? '') ?? '';
  }

  async asked(path: string, query: Query = {}, as = 'auditor'): Promise<readonly Item[]> {
    const text = queryText({ ...query, atLeast: this.told['revoked']?.position ?? 0 });
    const answer = succeeded(await this.scenario.caller.call(`${path}${text}`, { as }));
    return answer.json<{ readonly items: readonly Item[] }>().items;
  }

  /** Entries of a type in the history of the person, the newest first, after all that was read until now. */
  async read(...type: string[]): Promise<readonly RecordEntry[]> {
    const marker = { type: 'PermissionEnabled', at: on('2026-11-06'), user: USER, data: { permission: 'camera' } };
    const { position } = await this.scenario.tell(marker);
    return (await this.scenario.caller.historyPage(this.subjectId, { type, atLeast: position, limit: 1_000 })).items;
  }

  end(): Promise<void> {
    return this.scenario.end();
  }

  async #tell(name: string, happening: Happening): Promise<void> {
    this.told[name] = await this.scenario.tell(happening);
    // Instants of recording have milliseconds; each is to be asked about.
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const USER = 'astrid';
const REVOKED = { recipient: DEVICES, cause: 'agreementEnded' };

const HAPPENINGS: readonly (readonly [string, (told: KaayeeStory['told']) => Happening])[] = [
  [
    'agreed',
    () => ({
      ...{ type: 'RecipientAgreementConcluded', at: on('2026-10-01') },
      data: {
        ...{ recipient: DEVICES, agreement: 'devices-1', kind: 'confidentiality' },
        ...{ validFrom: '2026-01-01', validUntil: '2026-10-20' },
      },
    }),
  ],
  [
    'consented',
    () => ({
      ...{ type: 'ConsentGiven', at: on('2026-10-02'), user: USER },
      data: {
        ...{ form: 'explicit', givenBy: 'subject' },
        scope: { purposes: ['dpv:ServiceProvision'], categories: ['pd:DeviceBased'], recipients: [DEVICES] },
      },
    }),
  ],
  [
    'collected',
    () => ({
      ...{ type: 'PersonalDataCollected', at: on('2026-10-03'), user: USER },
      data: {
        ...{ function: 'smart-home', source: { kind: 'subject' }, purposes: ['dpv:ServiceProvision'] },
        categories: [{ category: 'pd:Name' }, { category: 'pd:DeviceBased' }],
      },
    }),
  ],
  [
    'shared',
    () => ({
      ...{ type: 'PersonalDataShared', at: on('2026-10-05'), user: USER },
      data: {
        ...{ recipient: DEVICES, recipientKind: 'partner', ground: 'consent', identifiability: 'identified' },
        ...{ purposes: ['dpv:ServiceProvision'], categories: ['pd:DeviceBased'] },
      },
    }),
  ],
  [
    'withdrawn',
    ({ consented }) => ({
      ...{ type: 'ConsentWithdrawn', at: on('2026-10-10'), user: USER },
      data: { withdrawnBy: 'subject', consentRef: consented?.id },
    }),
  ],
  [
    'deleted',
    () => ({
      ...{ type: 'PersonalDataDeleted', at: on('2026-10-12'), user: USER },
      data: { categories: ['pd:DeviceBased'], method: 'erasure', ground: 'consentWithdrawn' },
    }),
  ],
  [
    'blocked',
    () => ({
      ...{ type: 'RecipientAccessRevoked', at: on('2026-11-01') },
      data: { ...REVOKED, includesPastData: false },
    }),
  ],
  [
    'revoked',
    () => ({ type: 'RecipientAccessRevoked', at: on('2026-11-05'), data: { ...REVOKED, includesPastData: true } }),
  ],
];
