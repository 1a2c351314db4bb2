/** A policy that says little: whatever uses data leaves open whether it may. In force since long. */
export const smallPolicy = (controllerId: string, policyVersion = 'small-1', effectiveFrom = '2020-01-01T00:00:00Z') =>
  `controllerId: ${controllerId}
names: [A company]
policyVersion: ${policyVersion}
effectiveFrom: '${effectiveFrom}'
language: en
authoritativeLanguage: en
jurisdictions: [CN]
zone: Asia/Shanghai
text:
  file: small.txt
  sha256: ${'ab'.repeat(32)}
rows:
  - id: SMALL-1
    says: Accounts are deleted at once.
    clauses:
      - { heading: Deletion, line: 3, quote: We delete your account at once. }
    notMachineCheckable: It promises, and no record can be contrary to it.
`;
