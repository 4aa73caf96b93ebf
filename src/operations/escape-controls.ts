/**
 * What a terminal obeys instead of showing it: control characters (C0 without tab and line feed, DEL, C1, and with them every escape sequence),
 * and what turns the direction of writing around, so that a line reads as another one.
 */
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from outside (articles, names of files, errors) as it may be printed to a terminal: what a terminal would obey is spelt out as `\u001b`.
 * Within JSON that is an escape, so that JSON means the same as before.
 */
export function escapeControls(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(obeyed, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
