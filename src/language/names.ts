/** Stands for the point in 3.5 and in .NET. A letter, so that every tokenizer keeps it. */
const joint = 'ː';
/** Stand for the + of C++ and the # of C#, for the same reason. */
const plus = 'ᵖ';
const sharp = 'ˢ';

const letter = String.raw`(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー])[\p{L}\p{N}\p{M}]`;

/**
 * A word, name, number or identifier of a script with spaces: letters and digits, joined by marks that stand within names (`@scope/pkg`,
 * `node:sqlite`, `C++`, `.NET`).
 */
export const nameRun = new RegExp(
  String.raw`(?:(?<!${letter}|[.@])[.@])?(?:${letter})+(?:(?:\.|[_:'’&/\\-]{1,3}|(?<=\d),(?=\d))(?:${letter})+)*(?:\+\+|#)?`,
  'gu',
);

const thousands = /(?<=\d),(?=\d{3}(?!\d))/g;
const possessive = /['’]s$/;
/** useState, GPT4, HTTPServer, 200km; not 4o. */
const seam = /(?<=\p{Ll})(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L}{2})(?=\p{N})|(?<=\p{N})(?=\p{L}{2})/u;
const version = /^v?(\d+(?:\.\d+)*)$/i;
/** Longer ones are checksums and keys: their parts are noise. */
const maxSeamedLength = 32;

/**
 * The run as one term. Hyphens and similar marks are removed, so that `GPT-4o` and `gpt4o` are the same; points between digits, and the
 * marks of C++ and .NET, stay.
 */
export function wholeOf(run: string): string {
  return run
    .replace(possessive, '')
    .replace(thousands, '')
    .toLowerCase()
    .replace(/(?<=\d)[.,:/-](?=\d)|^\./g, joint)
    .replaceAll('+', plus)
    .replaceAll('#', sharp)
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
}

/** The terms within a run: what stands between slashes, hyphens and points, the words of camelCase, and 17.5 and 17 of v17.5.0. */
export function partsOf(run: string): string[] {
  return run
    .replace(possessive, '')
    .replace(thousands, '')
    .split(/[/\\]/)
    .flatMap((piece) => [
      wholeOf(piece),
      ...(version.test(piece)
        ? versionsOf(piece)
        : piece
            .replace(/['’]/g, '')
            .split(/[^\p{L}\p{N}\p{M}]+/u)
            .flatMap(seamedParts)),
    ]);
}

function seamedParts(part: string): string[] {
  const whole = wholeOf(part);
  if (part.length > maxSeamedLength) return [whole];
  return [
    whole,
    ...(version.test(part)
      ? versionsOf(part)
      : part
          .split(seam)
          .map(wholeOf)
          .filter((piece) => piece.length > 1 || /\p{N}/u.test(piece))),
  ];
}

/** `v17.5.0` is also 17.5.0, 17.5 and 17; a number with one point is a number, and 3.5 is not 3. */
function versionsOf(text: string): string[] {
  const numbers = version.exec(text)?.[1]?.split('.') ?? [];
  if (numbers.length === 2 && !/^v/i.test(text)) return [];
  return numbers.map((_, at) => numbers.slice(0, at + 1).join(joint));
}

/** Whether a run in an English text is a name: capitals (not at a sentence's beginning), digits, or marks that words do not have. */
export function isNameIn(text: string, run: string, at: number): boolean {
  if (/\p{N}|.\p{Lu}|[._:/@+#&]/u.test(run)) return true;
  return /^\p{Lu}/u.test(run) && /[\p{L}\p{N},;'’"”)][\s"“‘'(]+$/u.test(text.slice(0, at));
}
