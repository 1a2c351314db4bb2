import { Injectable } from '@nestjs/common';
import type { PolicyPack } from '#libs/domain';
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
    const policy = await this.pack(controllerId, said.policyVersion);
    const finding = recordedFinding(version, { policy, law: this.laws.rule(said.lawRule) });
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

export function versionViewOf(version: FindingVersion, words?: string): FindingVersionDto {
  const { number, outcome, status, cause, because, sealed } = version;
  const { knownFrom, knownTo } = timesOf(version);
  return {
    revision: number,
    outcome,
    status,
    knownFrom,
    ...(knownTo === undefined ? {} : { knownTo }),
    cause,
    ...(because === undefined ? {} : { because }),
    hasWords: sealed,
    ...(words === undefined ? {} : { words }),
  };
}

const instant = (at: number): string => new Date(at).toISOString();

function timesOf({ knownFrom, knownTo }: FindingVersion): { readonly knownFrom: string; readonly knownTo?: string } {
  return { knownFrom: instant(knownFrom), ...(knownTo === undefined ? {} : { knownTo: instant(knownTo) }) };
}
