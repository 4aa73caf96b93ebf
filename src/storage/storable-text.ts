/**
 * Makes people's text storable in both databases: PostgreSQL has no NUL in text, and neither has lone surrogates. Each becomes U+FFFD, so
 * that offsets stay. (JSON columns escape both.)
 */
export function storableText(text: string): string {
  return text.replaceAll(/[\p{Surrogate}\0]/gu, '\uFFFD');
}
