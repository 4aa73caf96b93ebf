import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DuplicatePathError,
  NoCorpusError,
  NotAFolderError,
  OutsideCorpusError,
  refusalOf,
  UnreadableFileError,
  UnreadableFolderError,
  type Refusal,
} from './errors.js';
import { formatOf } from './formats.js';
import { isWithin, readArticleFile } from './read-article-file.js';
import { sha256Of } from './read-document.js';

/** Far larger than any article. A larger file is a data dump, of which several copies would be in memory. */
export const maxArticleBytes = 50_000_000;

/** An article's file, not yet read. */
export interface CorpusFile {
  /** Within the corpus, `/` between folders, in Unicode's composed form (NFC): the same on every system. */
  readonly path: string;
  readonly absolutePath: string;
  /** @throws UnreadableFileError, FileTooLargeError, OutsideCorpusError, SpecialFileError */
  readonly read: () => Promise<{ readonly bytes: Uint8Array; readonly sha256: string }>;
}

export interface CorpusListing {
  /** Sorted by path. */
  readonly files: readonly CorpusFile[];
  /** Folders and files that could not be opened. */
  readonly refusals: readonly Refusal[];
  /** Files of formats that are not read. */
  readonly ignored: readonly string[];
}

/**
 * The articles in a folder and the folders within it. Dot files and READMEs are not articles. Links are followed only within the folder:
 * somebody who may put files there need not be allowed to read everything that this program can read. Each folder is entered once.
 * @throws NoCorpusError, NotAFolderError, UnreadableFolderError for the folder itself.
 */
export async function listCorpus(folder: string): Promise<CorpusListing> {
  const files = new Map<string, CorpusFile>();
  const refusals: Refusal[] = [];
  const ignored: string[] = [];
  const entered = new Set<string>();

  let root = '';
  const visitFolder = async (absolutePath: string, path: string): Promise<void> => {
    const real = await realpath(absolutePath);
    if (entered.has(real)) return;
    entered.add(real);
    for (const name of (await readdir(real)).sort()) {
      if (name.startsWith('.') || /^readme.*\.(?:md|markdown)$/iu.test(name)) continue;
      const entryPath = `${path}${name}`.normalize('NFC');
      try {
        await visitEntry(join(absolutePath, name), entryPath);
      } catch (error) {
        if (!isSystemError(error)) throw error;
        refusals.push(refusalOf(new UnreadableFileError(entryPath, { cause: error })));
      }
    }
  };
  const visitEntry = async (absolutePath: string, path: string): Promise<void> => {
    const real = await realpath(absolutePath);
    if (!isWithin(root, real)) {
      refusals.push(refusalOf(new OutsideCorpusError(path)));
      return;
    }
    const entry = await stat(real);
    if (entry.isDirectory()) await visitFolder(absolutePath, `${path}/`);
    else if (!entry.isFile() || formatOf(path) === undefined) ignored.push(path);
    else if (files.has(path)) refusals.push(refusalOf(new DuplicatePathError(path)));
    else files.set(path, { path, absolutePath, read: () => readArticle(root, absolutePath, path) });
  };

  await assertFolder(folder);
  try {
    root = await realpath(folder);
    await visitFolder(folder, '');
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UnreadableFolderError(folder, { cause: error });
  }
  return {
    files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    refusals,
    ignored,
  };
}

async function assertFolder(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'EACCES') throw new UnreadableFolderError(folder, { cause: error });
    throw new NoCorpusError(folder, { cause: error });
  }
  throw new NotAFolderError(folder);
}

async function readArticle(root: string, absolutePath: string, path: string): Promise<{ bytes: Uint8Array; sha256: string }> {
  try {
    const bytes = await readArticleFile(root, absolutePath, path, maxArticleBytes);
    return { bytes, sha256: sha256Of(bytes) };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UnreadableFileError(path, { cause: error });
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}
