/** `npm run doctor`: checks everything that Footnote needs, and says what to do about each problem. */
import pc from 'picocolors';
import { readEnvironment, type Config } from '../src/config.js';
import type { Embedder } from '../src/embedding/index.js';
import { createRedactor } from '../src/operations/index.js';
import type { Surroundings } from './doctor/check.js';
import { checks, machineChecks } from './doctor/checks.js';
import { examine } from './doctor/examine.js';
import { renderDiagnosis } from './doctor/render-diagnosis.js';

let redact = (line: string): string => line;
let loaded: Promise<Embedder> | undefined;

function surroundingsOf(config: Config): Surroundings {
  redact = createRedactor(config.secrets);
  const load = async (): Promise<Embedder> => (await import('../src/compose.js')).composeEmbedder(config);
  return { config, embedder: () => (loaded ??= load()) };
}

// Files that a check creates (a model's) are for this user alone.
process.umask(0o077);

let problems = 0;
let warnings = 0;
for await (const diagnosis of examine({ machineChecks, checks, readEnvironment, surroundingsOf })) {
  process.stdout.write(`${redact(renderDiagnosis(diagnosis, pc))}\n`);
  problems += diagnosis.findings.filter(({ kind }) => kind === 'wrong').length;
  warnings += diagnosis.findings.filter(({ kind }) => kind === 'warning').length;
}
await (await loaded?.catch(() => undefined))?.close();

const counts = [counted(problems, 'problem'), counted(warnings, 'warning')].filter((count) => count !== undefined);
process.stdout.write(counts.length === 0 ? '\nAll is well.\n' : `\n${counts.join(', ')}.\n`);
process.exitCode = problems === 0 ? 0 : 1;

function counted(count: number, what: string): string | undefined {
  return count === 0 ? undefined : `${count} ${what}${count === 1 ? '' : 's'}`;
}
