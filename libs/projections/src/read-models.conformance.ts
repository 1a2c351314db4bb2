import { afterEach, beforeEach, describe } from '@jest/globals';
import { describeConsents } from './conformance/consents.conformance.ts';
import { describeDeadlines } from './conformance/deadlines.conformance.ts';
import { describeFindings } from './conformance/findings.conformance.ts';
import { describeProjectingHoldings } from './conformance/holdings-projecting.conformance.ts';
import { describeHoldings } from './conformance/holdings.conformance.ts';
import { describeHistory } from './conformance/history.conformance.ts';
import { describeIdentity } from './conformance/identity.conformance.ts';
import { describePolicies } from './conformance/policies.conformance.ts';
import { describeProjecting } from './conformance/projecting.conformance.ts';
import { describeRegister } from './conformance/register.conformance.ts';
import { describeRegistries } from './conformance/registries.conformance.ts';
import { describeRelations } from './conformance/relations.conformance.ts';
import { describeRevocationDeadlines } from './conformance/revocation-deadlines.conformance.ts';
import { describeSearch } from './conformance/search.conformance.ts';
import { describeTasks } from './conformance/tasks.conformance.ts';
import { ReadModelsUnderTest } from './conformance/read-models-under-test.ts';
import type { EngineUnderTest } from './conformance/engine-under-test.ts';

/** What every engine's read models must do. */
export function describeReadModels(name: string, open: () => Promise<EngineUnderTest>): void {
  describe(`read models on ${name}`, () => {
    let underTest: ReadModelsUnderTest;
    beforeEach(async () => {
      underTest = await ReadModelsUnderTest.start(await open());
    });
    afterEach(() => underTest.close());
    const current = () => underTest;

    describeProjecting(current);
    describeHistory(current);
    describeSearch(current);
    describeIdentity(current);
    describeRegistries(current);
    describePolicies(current);
    describeFindings(current);
    describeHoldings(current);
    describeProjectingHoldings(current);
    describeConsents(current);
    describeRelations(current);
    describeDeadlines(current);
    describeRevocationDeadlines(current);
    describeTasks(current);
    describeRegister(current);
  });
}
