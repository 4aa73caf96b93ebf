import type { Config } from '../../src/config.js';
import type { Embedder } from '../../src/embedding/index.js';

/** What a check found. `warning`: the program runs all the same; `wrong`: it does not, or not as configured. */
export type Finding =
  | { readonly kind: 'good'; readonly text: string }
  | { readonly kind: 'warning' | 'wrong'; readonly text: string; /** A sentence: what to do about it. */ readonly advice?: string };

/** What checks of a valid configuration may use. */
export interface Surroundings {
  readonly config: Config;
  /** The configured model, loaded when first asked for. @throws EmbeddingError */
  readonly embedder: () => Promise<Embedder>;
}

/**
 * One thing to look at. Rooms that load native modules are imported within `run`, so that one which does not load is a finding and not the
 * end of the program. What `run` throws becomes a finding too.
 */
export interface Check {
  /** What is looked at, in a word or two. */
  readonly name: string;
  run(surroundings: Surroundings): Promise<readonly Finding[]>;
}

/** A check that needs no configuration. */
export interface MachineCheck {
  readonly name: string;
  run(): Promise<readonly Finding[]>;
}
