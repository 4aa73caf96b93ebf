/** Serves the index's current build, and takes up newer ones. */
import { shippedVectors, type ExampleSet, type ExampleStore } from './answering/index.js';
import type { Log } from './chat/index.js';
import type { Embedder, EmbeddingModel } from './embedding/index.js';
import { corpusNoiseSchema, type NoiseStore } from './retrieval/index.js';
import { createBuildNotes, openIndex, readCurrentBuild, type PassageIndex } from './search-index/index.js';

/** How long a build that was replaced stays open, for the questions that were being answered from it. */
const oldBuildLingersMs = 60_000;

export interface ServedIndex {
  readonly index: () => PassageIndex;
  close(): void;
}

/** A build's noise is measured once, and kept beside it where that can be written. */
export function noiseStoreIn(folder: string, log: Log): NoiseStore {
  const notes = createBuildNotes(folder);
  const name = 'noise';
  return {
    async read({ manifest }) {
      return corpusNoiseSchema.safeParse(await notes.read(manifest.build, name)).data;
    },
    async write({ manifest }, noise) {
      try {
        await notes.write(manifest.build, name, noise);
      } catch (error) {
        log.warn({ err: error }, 'The noise of the index could not be kept: it is measured again at the next start.');
      }
    },
  };
}

/** The vectors of the labelled examples are the model's: shipped with the program for the bundled one, kept beside a build for any other. */
export function exampleStoreIn(folder: string, set: ExampleSet, model: EmbeddingModel, index: () => PassageIndex, log: Log): ExampleStore {
  const notes = createBuildNotes(folder);
  return {
    read: async (texts) => (await shippedVectors(model.fingerprint, set, texts)) ?? notes.read(index().manifest.build, set),
    async write(note) {
      try {
        await notes.write(index().manifest.build, set, note);
      } catch (error) {
        log.warn({ err: error }, 'What tells chatter from questions could not be kept: it is worked out again at the next start.');
      }
    },
  };
}

export interface ServeOptions {
  /** Look for a newer build so often; left out: never. */
  readonly followBuildsEveryMs?: number | undefined;
  readonly log: Log;
  /** Called with a build before it serves. */
  readonly prepare: (index: PassageIndex) => Promise<void>;
}

async function openPrepared(folder: string, embedder: Embedder, prepare: ServeOptions['prepare']): Promise<PassageIndex> {
  const index = await openIndex(folder, { model: embedder.model });
  try {
    await prepare(index);
    return index;
  } catch (error) {
    index.close();
    throw error;
  }
}

/** The build that is current, and each newer one from when it is prepared. @throws the errors of the index, EmbeddingError */
export async function serveIndex(
  folder: string,
  embedder: Embedder,
  { followBuildsEveryMs, log, prepare }: ServeOptions,
): Promise<ServedIndex> {
  let served = await openPrepared(folder, embedder, prepare);
  const replaced = new Set<PassageIndex>();
  const timers = new Set<NodeJS.Timeout>();

  const retire = (old: PassageIndex): void => {
    replaced.add(old);
    const timer = setTimeout(() => {
      timers.delete(timer);
      replaced.delete(old);
      old.close();
    }, oldBuildLingersMs);
    timers.add(timer.unref());
  };

  let isLooking = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      if ((await readCurrentBuild(folder)) === served.manifest.build) return;
      const old = served;
      served = await openPrepared(folder, embedder, prepare);
      retire(old);
      const { build, documentCount, passageCount } = served.manifest;
      log.info({ build, documentCount, passageCount }, 'Took up a new build of the index.');
    } catch (error) {
      log.warn({ err: error }, 'A new build of the index cannot be taken up; the one before goes on serving.');
    } finally {
      isLooking = false;
    }
  };
  const watch = followBuildsEveryMs === undefined ? undefined : setInterval(() => void look(), followBuildsEveryMs).unref();

  return {
    index: () => served,
    close: () => {
      clearInterval(watch);
      for (const timer of timers) clearTimeout(timer);
      for (const old of replaced) old.close();
      served.close();
    },
  };
}
