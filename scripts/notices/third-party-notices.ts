import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';

const lockedPackage = z.object({
  version: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional(),
});
type LockedPackage = z.infer<typeof lockedPackage>;
const lockFile = z.object({ packages: z.record(z.string(), lockedPackage) });

const manifestFile = z.object({
  author: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).optional(),
});

/** By what licence files are called: LICENSE, LICENCE.md, LICENSE-MIT, COPYING, NOTICE. */
const licenceFile = /^(licen[cs]e|copying|notice)([-.].*)?$/i;

const standardTexts = createRequire(import.meta.url);
const standardText = z.object({ licenseText: z.string() });

interface Notice {
  readonly name: string;
  readonly licence: string;
  readonly text: string;
}

/**
 * What is shipped with the program, or installed for it on any platform, with its licence: every package of package-lock.json that is not for
 * development only. The same wherever it is made: optional packages, most of which are for other platforms and not installed here,
 * are given the standard text of their licence, as packages without a licence file are.
 * @param root the folder of package-lock.json and of node_modules, in which everything is installed
 */
export function thirdPartyNotices(root: string): string {
  const { packages } = lockFile.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const notices = Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path, locked]) => noticeOf(root, path, locked))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const byText = new Map<string, Notice[]>();
  for (const notice of notices) byText.set(notice.text, [...(byText.get(notice.text) ?? []), notice]);
  return (
    [
      'Footnote is under the licence in LICENSE. It uses the packages below, each under its own licence.',
      'This file is written by "npm run notices" from package-lock.json and the installed packages.',
      'The model in models/ has its own licence there.',
      dictionaryNotice,
      ...[...byText].map(
        ([text, sharing]) => `${rule}\n${[...new Set(sharing.map(({ name, licence }) => `${name} (${licence})`))].join('\n')}\n\n${text}`,
      ),
    ].join('\n\n') + '\n'
  );
}

/** Not a package of its own: cut from one that is for development only, and shipped with the sources. */
const dictionaryNotice =
  'The dictionary in src/language/dictionary/ is cut from CC-CEDICT (https://www.mdbg.net/chinese/dictionary?page=cc-cedict), by its contributors, and stays under CC BY-SA 4.0; what was changed is said in its README.';

const rule = '-'.repeat(80);

function noticeOf(root: string, path: string, locked: LockedPackage): Notice {
  const name = `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)} ${locked.version ?? ''}`;
  const licence = locked.license ?? 'no licence named';
  // Installed on some platforms only.
  if (locked.optional === true) return { name, licence, text: standardTextOf(licence) };
  const folder = join(root, path);
  const own = ownTexts(folder);
  return { name, licence, text: own.length > 0 ? own.join('\n\n') : standardTextOf(licence, authorOf(folder)) };
}

/** What stands in a package's licence files. */
function ownTexts(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && licenceFile.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .map((name) => tidied(readFileSync(join(folder, name), 'utf8')));
}

function authorOf(folder: string): string | undefined {
  return manifestFile.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).author;
}

/** The texts of all licences that an SPDX expression such as `Apache-2.0 AND LGPL-3.0-or-later` names. */
function standardTextOf(expression: string, author?: string): string {
  const names = expression.split(/[\s()]+|\b(?:AND|OR|WITH)\b/).filter((name) => name !== '');
  const texts = names.map((name) => {
    const found: unknown = standardTexts(`spdx-license-list/licenses/${name}.json`);
    return tidied(standardText.parse(found).licenseText);
  });
  return [...(author === undefined ? [] : [`By ${author}.`]), ...texts].join('\n\n');
}

function tidied(text: string): string {
  return text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replace(/[ \t]+$/gm, '')
    .trim();
}
