/**
 * What people write, as both databases can hold it: PostgreSQL has no NUL in text, and neither has lone surrogates.
 * Each becomes U+FFFD, so that offsets stay. (JSON columns escape both, and need no such care.)
 */
export function storableText(text: string): string {
  return text.replaceAll(/[\p{Surrogate}\0]/gu, '\uFFFD');
}
