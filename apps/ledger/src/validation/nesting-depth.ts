/**
 * Whether objects and lists are nested deeper than `depthMax` (a scalar has depth 0, `{}` and `[]` have 1).
 * Goes no deeper than that itself, so that it cannot be made to overflow the stack.
 */
export function depthExceeds(value: unknown, depthMax: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depthMax <= 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (depthExceeds(item, depthMax - 1)) return true;
    return false;
  }
  for (const key in value) {
    if (Object.hasOwn(value, key) && depthExceeds((value as { [name: string]: unknown })[key], depthMax - 1))
      return true;
  }
  return false;
}
