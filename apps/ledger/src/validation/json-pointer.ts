/** A JSON pointer (RFC 6901 §3) to a member of what `pointer` points to. */
export function pointerTo(pointer: string, member: string | number): string {
  return `${pointer}/${String(member).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
