import { Injectable } from '@nestjs/common';
import type { Finding, PolicyPack } from '#libs/domain';
import type { FindingVersion } from '#libs/projections';
import { ReadModels } from '../reading/read-models.ts';
import { KnownParties } from '../registries/known-parties.ts';
import { explainedFinding, recordedFinding } from './finding-explaining.ts';
import type { FindingDto, FindingVersionDto } from './findings.dto.ts';
import { LawBook } from './law-book.ts';

/** Packs kept at hand; a published one never changes. */
const PACKS_COUNT_MAX = 50;

/** Findings as they are shown: with the clause quoted. */
@Injectable()
export class FindingViews {
  private readonly packs = new Map<string, PolicyPack | undefined>();

  constructor(
    private readonly readModels: ReadModels,
    private readonly parties: KnownParties,
    private readonly laws: LawBook,
  ) {}

  async viewOf(version: FindingVersion): Promise<FindingDto> {
    const { findingId, controllerId, subjectId, recordId, recordType, status, number, said } = version;
    const finding = await this.findingOf(version);
    const { knownFrom, knownTo } = timesOf(version);
    return {
      id: findingId,
      controllerId,
      ...(subjectId === undefined ? {} : { subjectId }),
      recordId,
      recordType,
      happenedAt: instant(version.happenedAt),
      ...(said.policyVersion === undefined ? {} : { policyVersion: said.policyVersion }),
      status,
      revision: number,
      knownFrom,
      ...(knownTo === undefined ? {} : { knownTo }),
      ...explainedFinding(finding, this.parties.vocabulary(), 'recorded'),
      ...(said.alsoRules === undefined ? {} : { alsoRules: [...said.alsoRules] }),
    };
  }

  /** What was believed for a time, with what it rested on then: a later version may say less. */
  async versionViewOf(version: FindingVersion, words?: string): Promise<FindingVersionDto> {
    const { number, outcome, status, cause, because, sealed, said } = version;
    const { knownFrom, knownTo } = timesOf(version);
    const { sentence, basis } = explainedFinding(await this.findingOf(version), this.parties.vocabulary(), 'recorded');
    return {
      revision: number,
      outcome,
      status,
      sentence,
      ...(basis === undefined ? {} : { basis }),
      ...(said.policyVersion === undefined ? {} : { policyVersion: said.policyVersion }),
      knownFrom,
      ...(knownTo === undefined ? {} : { knownTo }),
      cause,
      ...(because === undefined ? {} : { because }),
      hasWords: sealed,
      ...(words === undefined ? {} : { words }),
    };
  }

  private async findingOf(version: FindingVersion): Promise<Finding> {
    const { controllerId, said } = version;
    const policy = await this.pack(controllerId, said.policyVersion);
    return recordedFinding(version, { policy, law: this.laws.rule(said.lawRule) });
  }

  private async pack(controllerId: string, policyVersion: string | undefined): Promise<PolicyPack | undefined> {
    if (policyVersion === undefined) return undefined;
    const key = `${controllerId} ${policyVersion}`;
    const known = this.packs.get(key);
    if (known !== undefined) return known;
    const found = (await this.readModels.queries.policies.version(controllerId, policyVersion))?.pack;
    if (this.packs.size >= PACKS_COUNT_MAX) this.packs.clear();
    this.packs.set(key, found);
    return found;
  }
}

const instant = (at: number): string => new Date(at).toISOString();

function timesOf({ knownFrom, knownTo }: FindingVersion): { readonly knownFrom: string; readonly knownTo?: string } {
  return { knownFrom: instant(knownFrom), ...(knownTo === undefined ? {} : { knownTo: instant(knownTo) }) };
}
