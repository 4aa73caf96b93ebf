import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import type { IndexManifest } from './passage-index.js';

/** Raise it whenever an older program's build cannot be read by the newer one, or has another meaning. */
export const formatVersion = 4;

/** Build names are times, so that they sort, and cannot lead out of the folder. */
export const buildName = z.string().regex(/^\d{8}-\d{6}-\d{3}$/);

/** `20261123-165031-123` */
export function nameOfBuild(time: Date): string {
  return time.toISOString().replace(/[-:Z]/g, '').replace(/[T.]/g, '-');
}

/** Milliseconds since 1970. */
export function timeOfBuild(name: string): number {
  return Date.parse(name.replace(/^(....)(..)(..)-(..)(..)(..)-(...)$/, '$1-$2-$3T$4:$5:$6.$7Z'));
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const manifestSchema = z.object({
  formatVersion: z.literal(formatVersion),
  build: buildName,
  createdAt: z.iso.datetime(),
  model: z.object({
    name: z.string(),
    fingerprint: z.string(),
    dimensions: z.int().positive(),
    tokenDimensions: z.int().nonnegative(),
  }),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  documentCount: z.int().nonnegative(),
  passageCount: z.int().nonnegative(),
  sources: z.array(z.object({ path: z.string(), sha256 })),
  refused: z.array(z.object({ path: z.string(), sha256: sha256.optional(), reason: z.string() })),
  files: z.record(z.string().regex(/^[\w.-]+$/), z.object({ sha256, bytes: z.int().nonnegative() })),
}) satisfies z.ZodType<IndexManifest>;

/** All that is read of a manifest before its version is known. */
export const versionedSchema = z.object({ formatVersion: z.number() });

/** What `current` holds: which build is served, and what its manifest must hash to. */
export const pointerSchema = z.object({ build: buildName, manifestSha256: sha256 });
export type CurrentPointer = z.infer<typeof pointerSchema>;

export function sha256Of(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
