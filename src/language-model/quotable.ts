/** This many equal characters in a row are a quotation, and not by chance. */
const quotedRunLength = 12;

/** Enough for a sentence. Longer text is cut before the check, whose time grows with the length. */
const longestQuoted = 500;

/**
 * The part of an endpoint's message that may be shown: without keys and passwords, and nothing where it repeats the prompt, as servers do
 * that quote an unreadable request.
 */
export function quotable(said: string, secrets: readonly string[], prompt: string): string {
  const plain = said
    .slice(0, longestQuoted)
    .replaceAll(/\\u([\da-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  for (let start = 0; start + quotedRunLength <= plain.length; start++) {
    if (prompt.includes(plain.slice(start, start + quotedRunLength))) return '';
  }
  return secrets.filter((secret) => secret !== '').reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), plain);
}
