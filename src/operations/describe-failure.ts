import { escapeControls } from './escape-controls.js';

/**
 * What to print when the program ends with an error. Errors that a person can do something about carry `isExpected`: their message says what
 * happened and what to do, and is printed alone. Of any other error, everything is printed.
 */
export function describeFailure(error: unknown): string {
  return escapeControls(failureText(error));
}

function failureText(error: unknown): string {
  if (error instanceof Error && 'isExpected' in error && error.isExpected === true) return error.message;
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Something went wrong that should not have. Please report it with these lines, and with what you did before:\n${details}`;
}
