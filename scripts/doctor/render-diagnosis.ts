import { escapeControls } from '../../src/operations/index.js';
import type { Colors } from 'picocolors/types.js';
import type { Diagnosis } from './examine.js';

const marks = { good: '✓', warning: '!', wrong: '✗' } as const;
const colours = { good: 'green', warning: 'yellow', wrong: 'red' } as const;

/** Lines for a terminal: a mark, the subject and the finding, and below it what to do. */
export function renderDiagnosis({ name, findings }: Diagnosis, colour: Colors): string {
  return findings
    .flatMap((finding) => [
      `${colour[colours[finding.kind]](marks[finding.kind])} ${colour.bold(name)}: ${escapeControls(finding.text)}`,
      ...(finding.kind !== 'good' && finding.advice !== undefined ? [`  → ${escapeControls(finding.advice)}`] : []),
    ])
    .join('\n');
}
