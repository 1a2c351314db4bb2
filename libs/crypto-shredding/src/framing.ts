/**
 * Joins strings so that no two lists of strings give the same text: each part is preceded by its length (netstrings).
 * Whatever goes into an HMAC or into associated data goes through here.
 */
export function frame(parts: readonly string[]): string {
  let framed = '';
  for (const part of parts) framed += framePart(part);
  return framed;
}

/**
 * The length counts UTF-16 code units. A lone surrogate would be lost when the text is encoded as UTF-8, and two parts
 * that differ in it would become one, so such a part is written as the hexadecimal of its code units, under another mark.
 */
export function framePart(part: string): string {
  return part.isWellFormed()
    ? `${part.length}:${part}`
    : `${part.length}x${Buffer.from(part, 'utf16le').toString('hex')}`;
}
