import { remarksOn } from '#libs/domain';
import type { PolicyRemark, Vocabulary } from '#libs/domain';
import { parsePolicyFile } from './packs.ts';
import { PolicyPackError, type FileFault } from './policy-pack-error.ts';
import type { YamlSource } from './yaml-file.ts';

/** A remark with its place in the file. Lines and columns count from 1. */
export interface FileRemark extends PolicyRemark {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Line of what it contradicts. */
  readonly againstLine?: number;
}

/** All that is wrong with a pack; or, where nothing is, what its author should know of it. */
export interface LintedPolicy {
  readonly faults: readonly FileFault[];
  /** By their place in the file. None where there are faults: what a faulty pack leaves out nobody can tell. */
  readonly remarks: readonly FileRemark[];
}

/** Check a policy pack that somebody wrote. */
export function lintPolicyPack(source: YamlSource, vocabulary: Vocabulary): LintedPolicy {
  try {
    const { value: pack, faultAt } = parsePolicyFile(source, vocabulary);
    const remarks = remarksOn(pack, vocabulary).map((remark) => {
      const { file, line, column } = faultAt(remark.pointer, remark.message);
      const { against } = remark;
      return {
        ...{ file, line, column, ...remark },
        ...(against === undefined ? {} : { againstLine: faultAt(against, '').line }),
      };
    });
    return { faults: [], remarks: remarks.toSorted(byPlace) };
  } catch (error) {
    if (!(error instanceof PolicyPackError) || error.code !== 'invalid') throw error;
    return { faults: error.faults, remarks: [] };
  }
}

const byPlace = (one: FileRemark, other: FileRemark): number => one.line - other.line || one.column - other.column;
