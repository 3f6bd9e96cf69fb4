/** The bytes of a text in UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): readonly number[] {
  return Array.from(text, (character) => encodeCharacter(character.codePointAt(0) ?? 0)).flat();
}

function encodeCharacter(point: number): readonly number[] {
  if (point >= 0xd800 && point <= 0xdfff) return encodeCharacter(0xfffd);
  if (point < 0x80) return [point];
  if (point < 0x800) return [0xc0 | (point >> 6), 0x80 | (point & 0x3f)];
  if (point < 0x1_0000) return [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)];
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f)];
}
