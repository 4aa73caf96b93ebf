/**
 * Replaces the secrets in a serialised line in each form in which they occur: as they are, within a JSON string, within an address (the Bot
 * API has its token in the path, so every failed request quotes it).
 */
export function createRedactor(secrets: readonly string[]): (line: string) => string {
  const spellings = secrets.filter((secret) => secret !== '').flatMap((secret) => [secret, withinJson(secret), encodeURIComponent(secret)]);
  // The longest first, so that a secret that is a prefix of another does not leave the rest of it.
  const ordered = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  return (line) => ordered.reduce((safe, spelling) => safe.replaceAll(spelling, '[redacted]'), line);
}

function withinJson(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}
