import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface MadeUpCorpus {
  readonly corpusFolder: string;
  readonly indexFolder: string;
  write(path: string, content: string | Uint8Array): Promise<void>;
  remove(path: string): Promise<void>;
  removeAll(): Promise<void>;
}

/** A corpus folder and a place for its index, both temporary. */
export async function makeUpCorpus(files: Readonly<Record<string, string>> = {}): Promise<MadeUpCorpus> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-ingest-'));
  const corpusFolder = join(folder, 'corpus');
  await mkdir(corpusFolder);
  const corpus: MadeUpCorpus = {
    corpusFolder,
    indexFolder: join(folder, 'data', 'index'),
    async write(path, content) {
      await mkdir(dirname(join(corpusFolder, path)), { recursive: true });
      await writeFile(join(corpusFolder, path), content);
    },
    remove: (path) => rm(join(corpusFolder, path), { recursive: true }),
    removeAll: () => rm(folder, { recursive: true, force: true }),
  };
  for (const [path, content] of Object.entries(files)) await corpus.write(path, content);
  return corpus;
}

/** An article of paragraphs of three sentences about a subject, the same every time. */
export function articleOn(subject: string, paragraphs = 3): string {
  const paragraph = (at: number): string =>
    `Paragraph ${at} tells how ${subject} came to be what it is today. Nobody who saw ${subject} number ${at} forgot it. It cost ${at * 7} crowns.`;
  return [`All about ${subject}`, ...Array.from({ length: paragraphs }, (_, at) => paragraph(at + 1))].join('\n\n');
}
