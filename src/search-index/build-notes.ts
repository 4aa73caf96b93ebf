import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { buildFolder, hasCode, parseJson } from './index-folder.js';

/** What is worked out about a finished build and kept beside it. It goes with the build, and can be worked out again. */
export interface BuildNotes {
  /** `undefined` where there is none, or none that can be read. */
  read(build: string, name: string): Promise<unknown>;
  /** @throws Error where the folder cannot be written */
  write(build: string, name: string, note: unknown): Promise<void>;
}

export function createBuildNotes(indexFolder: string): BuildNotes {
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
    write: (build, name, note) => writeFileAtomic(fileOf(build, name), `${JSON.stringify(note)}\n`),
  };
}
