/**
 * What a terminal interprets instead of showing: control characters (C0 without tab and line feed, DEL, C1, and so every escape sequence),
 * and bidirectional controls, which can make a line read as a different one.
 */
const interpreted = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Text from outside (articles, file names, errors), safe to print to a terminal: control characters become escapes such as `\u001b`. Within
 * JSON these are JSON's own escapes, so its meaning does not change.
 */
export function escapeControls(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(interpreted, (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
