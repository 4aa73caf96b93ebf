import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { IndexCorruptError, IndexVersionError } from './errors.js';
import { buildFolder, hasCode, manifestFile, parseJson, readPointer } from './index-folder.js';
import { formatVersion, manifestSchema, sha256Of, sha256OfFile, versionedSchema } from './manifest.js';
import type { IndexManifest } from './passage-index.js';

/**
 * The current build's manifest; its other files are not read.
 * @throws IndexMissingError, IndexCorruptError, IndexVersionError
 */
export async function readManifest(folder: string): Promise<IndexManifest> {
  const pointer = await readPointer(folder);
  const path = join(buildFolder(folder, pointer.build), manifestFile);
  const content = await readBuildFile(path);
  const json = parseJson(content.toString('utf8'));
  const versioned = versionedSchema.safeParse(json);
  if (!versioned.success) throw new IndexCorruptError(path, 'is not a manifest', { cause: versioned.error });
  if (versioned.data.formatVersion !== formatVersion) throw new IndexVersionError(folder, versioned.data.formatVersion, formatVersion);
  if (sha256Of(content) !== pointer.manifestSha256)
    throw new IndexCorruptError(path, 'does not have the checksum that was recorded for it');
  const manifest = manifestSchema.safeParse(json);
  if (!manifest.success) throw new IndexCorruptError(path, 'is not a manifest', { cause: manifest.error });
  if (manifest.data.build !== pointer.build) throw new IndexCorruptError(path, `belongs to another build, ${manifest.data.build}`);
  return manifest.data;
}

async function readBuildFile(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw asCorrupt(path, error);
  }
}

/**
 * Compares a build's files with what its manifest recorded: always their sizes, and the checksums of those that `isHashed` names.
 * @throws IndexCorruptError
 */
export async function verifyFiles(
  folder: string,
  manifest: IndexManifest,
  isHashed: (name: string, bytes: number) => boolean,
): Promise<void> {
  for (const [name, { sha256, bytes }] of Object.entries(manifest.files)) {
    const path = join(buildFolder(folder, manifest.build), name);
    try {
      const { size } = await stat(path);
      if (size !== bytes) throw new IndexCorruptError(path, `is ${size} bytes long instead of ${bytes}`);
      if (isHashed(name, bytes) && (await sha256OfFile(path)) !== sha256) {
        throw new IndexCorruptError(path, 'does not have the checksum that was recorded for it');
      }
    } catch (error) {
      throw asCorrupt(path, error);
    }
  }
}

/** A file of a build that is missing or unreadable is damage; other errors are returned as they are. */
function asCorrupt(path: string, error: unknown): unknown {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return new IndexCorruptError(path, 'is missing', { cause: error });
  if (hasCode(error, 'EACCES', 'EPERM')) return new IndexCorruptError(path, 'may not be read by this user', { cause: error });
  if (hasCode(error, 'EISDIR', 'EIO')) return new IndexCorruptError(path, 'cannot be read', { cause: error });
  return error;
}
