import type { Embedder } from '../embedding/index.js';
import type { Log } from '../operations/index.js';
import { readCurrentBuild } from './index-folder.js';
import { openIndex } from './open-index.js';
import type { PassageIndex } from './passage-index.js';

/** How long a build that was replaced stays open, for the questions that are still being answered from it. */
const replacedStaysOpenMs = 60_000;

export interface ServedIndex {
  readonly index: () => PassageIndex;
  close(): void;
}

export interface ServeOptions {
  /** How often to look for a newer build; never, where left out. */
  readonly followBuildsEveryMs?: number | undefined;
  readonly log: Log;
  /** Called with a build before it serves. */
  readonly prepare: (index: PassageIndex) => Promise<void>;
}

/** Serves the current build, and each newer one once it is prepared. @throws the errors of the index, EmbeddingError */
export async function serveIndex(
  folder: string,
  { model }: Pick<Embedder, 'model'>,
  { followBuildsEveryMs, log, prepare }: ServeOptions,
): Promise<ServedIndex> {
  let served = await openPrepared();
  const replaced = new Map<PassageIndex, NodeJS.Timeout>();
  let isLooking = false;

  async function openPrepared(): Promise<PassageIndex> {
    const index = await openIndex(folder, { model });
    try {
      await prepare(index);
      return index;
    } catch (error) {
      index.close();
      throw error;
    }
  }

  function retire(old: PassageIndex): void {
    const close = (): void => {
      replaced.delete(old);
      old.close();
    };
    replaced.set(old, setTimeout(close, replacedStaysOpenMs).unref());
  }

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      if ((await readCurrentBuild(folder)) === served.manifest.build) return;
      const old = served;
      served = await openPrepared();
      retire(old);
      const { build, documentCount, passageCount } = served.manifest;
      log.info({ build, documentCount, passageCount }, `Switched to build ${build} of the index.`);
    } catch (error) {
      log.warn({ err: error }, 'Cannot switch to the new build of the index; the previous one still serves.');
    } finally {
      isLooking = false;
    }
  }

  const following = followBuildsEveryMs === undefined ? undefined : setInterval(() => void look(), followBuildsEveryMs).unref();

  return {
    index: () => served,
    close: () => {
      clearInterval(following);
      for (const [old, timer] of replaced) {
        clearTimeout(timer);
        old.close();
      }
      served.close();
    },
  };
}
