/** So many characters in a row tell a quotation from words that anybody uses. */
const tellingCharacters = 12;

/** Enough for a sentence. What is longer is cut before it is looked at: looking takes its time for every character. */
const longestQuoted = 500;

/**
 * What of an endpoint's words may be shown: without keys and passwords; and none of it where it repeats what it was asked, as servers do that
 * explain which part of a request they cannot read.
 */
export function quotable(said: string, secrets: readonly string[], prompt: string): string {
  const plain = said
    .slice(0, longestQuoted)
    .replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  for (let start = 0; start + tellingCharacters <= plain.length; start++) {
    if (prompt.includes(plain.slice(start, start + tellingCharacters))) return '';
  }
  return secrets.filter((secret) => secret !== '').reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), plain);
}
