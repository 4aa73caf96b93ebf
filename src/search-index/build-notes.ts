import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Log } from '../operations/index.js';
import { buildFolder, hasCode, parseJson } from './index-folder.js';

/** Derived data about a finished build, stored beside it. It is deleted with the build, and can be computed again. */
export interface BuildNotes {
  /** `undefined` where there is none, or none that can be read. */
  read(build: string, name: string): Promise<unknown>;
  /** A folder that cannot be written is logged, and not an error: the note is computed again at the next start. */
  write(build: string, name: string, note: unknown): Promise<void>;
}

export function createBuildNotes(indexFolder: string, log: Log): BuildNotes {
  const fileOf = (build: string, name: string): string => join(buildFolder(indexFolder, build), `${name}.json`);
  return {
    async read(build, name) {
      try {
        return parseJson(await readFile(fileOf(build, name), 'utf8'));
      } catch (error) {
        if (hasCode(error, 'ENOENT', 'ENOTDIR', 'EACCES')) return undefined;
        throw error;
      }
    },
    async write(build, name, note) {
      const file = fileOf(build, name);
      try {
        await writeFileAtomic(file, `${JSON.stringify(note)}\n`);
      } catch (error) {
        log.warn({ err: error, file }, 'Cannot write a note beside the index; its content is computed again at the next start.');
      }
    },
  };
}
