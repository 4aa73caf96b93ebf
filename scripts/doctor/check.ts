import type { Config } from '../../src/config.js';
import type { Embedder } from '../../src/embedding/index.js';

/** A check's result. `warning`: the program runs all the same; `wrong`: it does not, or not as configured. */
export type Finding =
  | { readonly kind: 'good'; readonly text: string }
  | { readonly kind: 'warning' | 'wrong'; readonly text: string; /** A sentence that says what to do. */ readonly advice?: string };

/** What checks of a valid configuration may use. */
export interface Surroundings {
  readonly config: Config;
  /** The configured model, loaded when first asked for. @throws EmbeddingError */
  readonly embedder: () => Promise<Embedder>;
}

/**
 * One check. Rooms that load native modules are imported within `run`, so that a module that does not load is a finding and does not end
 * the program. Errors of `run` become findings, too.
 */
export interface Check {
  /** The subject, in a word or two. */
  readonly name: string;
  run(surroundings: Surroundings): Promise<readonly Finding[]>;
}

/** A check that needs no configuration. */
export interface MachineCheck {
  readonly name: string;
  run(): Promise<readonly Finding[]>;
}
