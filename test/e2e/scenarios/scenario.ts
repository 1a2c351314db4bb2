import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  queryText,
  type Answer,
  type BatchAnswer,
  type LedgerCaller,
  type Query,
} from '../../support/ledger-caller.ts';
import { discard, LedgerProcess, newDataDir, type LedgerOptions } from '../../support/ledger-process.ts';
import type { RecordReceipt } from '../../support/wire.ts';

const POLICIES = join(import.meta.dirname, '../../../libs/policy-packs/data/policies');

/** What a finding says, as far as scenarios look at it. */
export interface FindingView {
  readonly id: string;
  readonly recordId: string;
  readonly rule: string;
  readonly outcome: string;
  readonly status: string;
  readonly revision: number;
  readonly sentence: string;
  readonly remedy?: string;
  readonly evidence: readonly string[];
  readonly basis?: {
    readonly kind: string;
    readonly row?: string;
    readonly lawRule?: string;
    readonly quote?: { readonly language: string; readonly text: string };
    readonly clauses?: readonly { readonly heading: string; readonly line: number; readonly quote: string }[];
  };
  readonly versions?: readonly { readonly outcome: string; readonly cause: string; readonly because?: string }[];
}

export interface VerdictView {
  readonly outcome: string;
  readonly policyVersion?: string;
  readonly lawAlone?: boolean;
  readonly findings: readonly FindingView[];
  readonly conflicts: readonly { readonly topic: string; readonly policyRow: string; readonly lawRule: string }[];
  readonly silentOn: readonly { readonly topic: string; readonly row?: string }[];
}

/** A deadline, as far as scenarios look at it. */
export interface DeadlineView {
  readonly id: string;
  readonly subjectId?: string;
  readonly kind: string;
  readonly state: string;
  readonly due?: string;
  readonly provisional?: string;
  readonly rule: { readonly id: string; readonly clause: string };
  readonly origin: string;
  readonly policySilent?: boolean;
  readonly policyVersion?: string;
  readonly awaits?: string;
  readonly startedBy: string;
  readonly concern: { readonly categories?: readonly string[] };
  readonly settled?: { readonly by: string; readonly late: boolean };
  readonly passedBy?: string;
}

/** One thing that happens to one person, or to the company. */
export interface Happening {
  readonly type: string;
  readonly at: string;
  readonly data: object;
  /** Who it is about, by user id. Left out: nobody in particular. */
  readonly user?: string;
  readonly jurisdictions?: readonly string[];
  readonly policyVersion?: string;
}

/**
 * A company with its published policy in a ledger of its own, to tell a story to:
 *
 *     const story = await Scenario.begin('clex', { recipients: ['clex-affiliates'] });
 *     const share = await story.tell({ type: 'PersonalDataShared', user: 'li', at: '…', data: { … } });
 *     expect(await story.findingsOf(share)).toEqual([…]);
 *     await story.end();
 */
export class Scenario {
  readonly ledger: LedgerProcess;
  readonly controllerId: string;
  #position = 0;
  #count = 0;

  private constructor(ledger: LedgerProcess, controllerId: string) {
    this.ledger = ledger;
    this.controllerId = controllerId;
  }

  static async begin(
    controllerId: string,
    options: {
      readonly recipients?: readonly string[];
      /** Others that have to be there, such as a successor. */
      readonly controllers?: readonly string[];
      readonly policy?: 'shipped' | 'none';
      readonly env?: NonNullable<LedgerOptions['env']>;
    } = {},
  ): Promise<Scenario> {
    const { recipients = [], controllers = [], policy = 'shipped', env = {} } = options;
    const ledger = await LedgerProcess.start({ dataDir: newDataDir(), env });
    const scenario = new Scenario(ledger, controllerId);
    for (const id of [controllerId, ...controllers]) await ledger.caller.registerController(id);
    for (const id of recipients) await ledger.caller.registerRecipient(id);
    if (policy === 'shipped') await scenario.publish(shippedPolicy(controllerId));
    return scenario;
  }

  get caller(): LedgerCaller {
    return this.ledger.caller;
  }

  /** @throws Error unless it was published. */
  async publish(yaml: string): Promise<void> {
    const answer = await this.send(yaml);
    if (answer.status !== 201) throw new Error(`Not published: ${answer.text}`);
    this.#position = Math.max(this.#position, answer.json<{ readonly position: number }>().position);
  }

  send(yaml: string, as = 'dpo'): Promise<Answer> {
    return this.caller.call('/v1/policies', { body: yaml, headers: { 'content-type': 'application/yaml' }, as });
  }

  /** Have it recorded. */
  async tell(happening: Happening): Promise<RecordReceipt> {
    const receipt = await this.caller.recorded(this.reportOf(happening));
    this.noted(receipt.position);
    return receipt;
  }

  /** Have all of it recorded in one batch. @throws Error unless everything was */
  async tellAll(happenings: readonly Happening[]): Promise<readonly RecordReceipt[]> {
    const answer = await this.caller.report(happenings.map((happening) => this.reportOf(happening)));
    const { results, recorded } = answer.json<BatchAnswer>();
    if (recorded !== happenings.length) throw new Error(`Not recorded: ${answer.text}`);
    for (const { position } of results) this.noted(position);
    return results;
  }

  private reportOf({ type, at, data, user, jurisdictions, policyVersion }: Happening): object {
    this.#count += 1;
    return {
      ...{ source: '/scenario', sourceId: `happening-${this.#count}`, type, occurredAt: at, data },
      ...{ controllerId: this.controllerId, ...personOf(user) },
      ...(jurisdictions === undefined ? {} : { jurisdictions }),
      ...(policyVersion === undefined ? {} : { policyVersion }),
    };
  }

  /** Ask beforehand. */
  async ask({ type, at, data, user, jurisdictions }: Happening): Promise<VerdictView> {
    const answer = await this.caller.call('/v1/checks', {
      json: {
        ...{ type, occurredAt: at, data, controllerId: this.controllerId, ...personOf(user) },
        ...(jurisdictions === undefined ? {} : { jurisdictions }),
      },
      as: 'emitter',
    });
    if (answer.status !== 200) throw new Error(`Not answered: ${answer.text}`);
    return answer.json<VerdictView>();
  }

  /** Findings after everything told so far was judged, in the order in which they were raised. */
  async findings(query: Query = {}): Promise<readonly FindingView[]> {
    const text = queryText({ order: 'asc', limit: 1_000, atLeast: this.#position, ...query });
    const answer = await this.caller.call(`/v1/findings${text}`, { as: 'dpo' });
    if (answer.status !== 200) throw new Error(`Not found: ${answer.text}`);
    return answer.json<{ readonly items: readonly FindingView[] }>().items;
  }

  /** What is due after everything told so far, by urgency. */
  async deadlines(query: Query = {}): Promise<readonly DeadlineView[]> {
    const answer = await this.caller.call(`/v1/deadlines${queryText({ atLeast: this.#position, ...query })}`, {
      as: 'dpo',
    });
    if (answer.status !== 200) throw new Error(`Not listed: ${answer.text}`);
    return answer.json<{ readonly items: readonly DeadlineView[] }>().items;
  }

  findingsOf({ id }: Pick<RecordReceipt, 'id'>, query: Query = {}): Promise<readonly FindingView[]> {
    return this.findings({ recordId: id, ...query });
  }

  /** Rule and outcome of each. */
  async outcomesOf(
    receipt: Pick<RecordReceipt, 'id'>,
    query: Query = {},
  ): Promise<{ readonly [rule: string]: string }> {
    const found = await this.findingsOf(receipt, query);
    return Object.fromEntries(found.map(({ rule, outcome }) => [rule, outcome]));
  }

  async finding(id: string, query: Query = {}): Promise<FindingView> {
    return (await this.caller.call(`/v1/findings/${id}${queryText(query)}`, { as: 'dpo' })).json<FindingView>();
  }

  /** Of everything that was told from now on. */
  noted(position: number): void {
    this.#position = Math.max(this.#position, position);
  }

  async end(): Promise<void> {
    await discard(this.ledger);
  }
}

export const shippedPolicy = (controllerId: string): string =>
  readFileSync(join(POLICIES, `${controllerId}.yaml`), 'utf8');

const personOf = (user: string | undefined) =>
  user === undefined ? {} : { subject: { identifiers: [{ scheme: 'userId', value: user }] } };
