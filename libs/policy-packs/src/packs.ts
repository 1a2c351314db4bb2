import { readJurisdictionPack, readPolicyPack } from '#libs/domain';
import type { JurisdictionPack, PackReading, PolicyPack, Vocabulary } from '#libs/domain';
import { textOf, yamlFilesIn } from './data-folder.ts';
import { PolicyPackError } from './policy-pack-error.ts';
import { parseYaml, schemaOf } from './yaml-file.ts';
import type { YamlFile, YamlSource } from './yaml-file.ts';

const POLICY_SCHEMA = 'policy-pack.schema.json';
const JURISDICTION_SCHEMA = 'jurisdiction-pack.schema.json';

/**
 * The policies that come with the ledger.
 *
 * @throws PolicyPackError
 */
export function loadPolicyPacks(vocabulary: Vocabulary): readonly PolicyPack[] {
  return shippedPolicySources().map((source) => parsePolicyPack(source, vocabulary));
}

/** The texts of the packs of the policies that come with the ledger, as one publishes them. */
export function shippedPolicySources(): readonly YamlSource[] {
  return yamlFilesIn('policies').map((file) => ({ file, text: textOf(file) }));
}

/**
 * The laws that records are judged by.
 *
 * @throws PolicyPackError
 */
export function loadJurisdictionPacks(vocabulary: Vocabulary): readonly JurisdictionPack[] {
  return yamlFilesIn('jurisdictions').map((file) => parseJurisdictionPack({ file, text: textOf(file) }, vocabulary));
}

/**
 * A policy pack from its YAML text, with terms resolved.
 *
 * @throws PolicyPackError `invalid`, with line and column of every fault
 */
export function parsePolicyPack(source: YamlSource, vocabulary: Vocabulary): PolicyPack {
  return parsePolicyFile(source, vocabulary).value;
}

/**
 * The same, with where in the text each value stands.
 *
 * @throws PolicyPackError `invalid`, with line and column of every fault
 */
export function parsePolicyFile(source: YamlSource, vocabulary: Vocabulary): YamlFile<PolicyPack> {
  const file = parseYaml<PolicyPack>(source, schemaOf(POLICY_SCHEMA));
  return { ...file, value: settled(readPolicyPack(file.value, vocabulary), file) };
}

/** A jurisdiction pack from its YAML text, with terms resolved. */
export function parseJurisdictionPack(source: YamlSource, vocabulary: Vocabulary): JurisdictionPack {
  const file = parseYaml<JurisdictionPack>(source, schemaOf(JURISDICTION_SCHEMA));
  return settled(readJurisdictionPack(file.value, vocabulary), file);
}

function settled<T>({ pack, faults }: PackReading<T>, { faultAt }: Pick<YamlFile<T>, 'faultAt'>): T {
  if (faults.length === 0) return pack;
  throw PolicyPackError.ofFaults(
    faults.map(({ pointer, message, nearest = [] }) =>
      faultAt(pointer, nearest.length === 0 ? message : `${message} Perhaps: ${nearest.join(', ')}.`),
    ),
  );
}
