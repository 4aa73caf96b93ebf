import type { Form } from './form.js';

/** Reads a web address; the wording lists the schemes as Discord does. */
export function readUrl(form: Form, name: string, schemes: readonly string[], max = 2048): string | undefined {
  const url = form.text(name, { max });
  if (url === undefined) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]*):\/\/\S+$/i.exec(url)?.[1];
  if (scheme === undefined) form.problem(name, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  else if (!schemes.includes(scheme.toLowerCase())) {
    const known = schemes.map((one) => `'${one}'`).join(', ');
    form.problem(name, 'URL_TYPE_INVALID_SCHEME', `Scheme "${scheme}" is not supported. Scheme must be one of (${known}).`);
  }
  return url;
}
