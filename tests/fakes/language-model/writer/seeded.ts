/** A number in [0, 1) that depends on nothing but its arguments: FNV-1a over them, then Mulberry's mixing. */
export function seededShare(seed: number, ...texts: readonly string[]): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of texts.join('\u0000')) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), hash | 1);
  hash ^= hash + Math.imul(hash ^ (hash >>> 7), hash | 61);
  return ((hash ^ (hash >>> 14)) >>> 0) / 4_294_967_296;
}

/** One of several, chosen by a share in [0, 1). @throws RangeError when there is none */
export function pick<T>(among: readonly T[], share: number): T {
  const chosen = among[Math.floor(share * among.length)];
  if (chosen === undefined) throw new RangeError('There is nothing to pick from.');
  return chosen;
}
