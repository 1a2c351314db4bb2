import { shippedPolicySources } from '#libs/policy-packs';
import { createLedgerClient } from '#libs/sdk';
import { COMPANIES, RECIPIENTS } from './life/companies.ts';

/**
 * What an administrator does once: register the companies and whom they name, publish their policies, and give each company a
 * key that reports for it alone. Resolves to the keys by company.
 */
export async function setUp(baseUrl: string, adminToken: string): Promise<ReadonlyMap<string, string>> {
  const admin = createLedgerClient({ baseUrl, token: adminToken });
  for (const { registration } of COMPANIES) await admin.registerController(registration);
  for (const recipient of RECIPIENTS) await admin.registerRecipient(recipient);
  for (const { text } of shippedPolicySources()) await admin.publishPolicy(text);
  const keys = new Map<string, string>();
  for (const { registration } of COMPANIES) {
    const key = await admin.createKey({
      name: `${registration.id} systems`,
      roles: ['emitter'],
      controllers: [registration.id],
    });
    keys.set(registration.id, key.token);
  }
  return keys;
}
