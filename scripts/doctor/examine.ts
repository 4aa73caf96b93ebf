import { ConfigError, loadConfig, type Config, type Environment } from '../../src/config.js';
import type { Check, Finding, MachineCheck, Surroundings } from './check.js';

/** A check's findings under its name. */
export interface Diagnosis {
  readonly name: string;
  readonly findings: readonly Finding[];
}

export interface Examination {
  readonly machineChecks: readonly MachineCheck[];
  readonly checks: readonly Check[];
  /** @throws ConfigError where there is an unreadable file */
  readonly readEnvironment: () => Environment;
  readonly surroundingsOf: (config: Config) => Surroundings;
}

/** Runs every check that can be run, one after another: with a wrong configuration only those of the machine. */
export async function* examine({ machineChecks, checks, readEnvironment, surroundingsOf }: Examination): AsyncGenerator<Diagnosis> {
  for (const check of machineChecks) yield { name: check.name, findings: await findingsOf(() => check.run()) };
  const configuration = readConfiguration(readEnvironment);
  yield { name: 'Configuration', findings: configuration.findings };
  if (configuration.config === undefined) return;
  const surroundings = surroundingsOf(configuration.config);
  for (const check of checks) yield { name: check.name, findings: await findingsOf(() => check.run(surroundings)) };
}

async function findingsOf(run: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await run();
  } catch (error) {
    // The rooms' errors say what to do; other errors are better shown than hidden.
    return [{ kind: 'wrong', text: error instanceof Error ? error.message : String(error) }];
  }
}

function readConfiguration(readEnvironment: () => Environment): { readonly config?: Config; readonly findings: readonly Finding[] } {
  try {
    const config = loadConfig(readEnvironment());
    const warnings = config.warnings.map((text) => ({ kind: 'warning' as const, text }));
    return { config, findings: [{ kind: 'good', text: 'valid' }, ...warnings] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const advice =
      'Correct it in the environment or in the file .env; .env.example explains every variable. The other checks wait for that.';
    return { findings: error.problems.map((text) => ({ kind: 'wrong', text, advice })) };
  }
}
