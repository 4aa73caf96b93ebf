/** A problem with the corpus that a person can fix; `path` is the file within the corpus, the folder, or the address. */
export class CorpusError extends Error {
  readonly isExpected = true;
  constructor(
    readonly path: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

export class NoCorpusError extends CorpusError {
  constructor(folder: string, options?: ErrorOptions) {
    super(
      folder,
      `There is no corpus folder at ${folder}. Create it and put articles (.txt, .md, .html, .pdf) into it, or name another one.`,
      options,
    );
  }
}

export class NotAFolderError extends CorpusError {
  constructor(path: string) {
    super(path, `${path} is a file, and the corpus must be a folder of articles. Name the folder that the file is in.`);
  }
}

export class UnreadableFolderError extends CorpusError {
  constructor(folder: string, options: ErrorOptions) {
    super(
      folder,
      `The folder ${folder} cannot be read: permission denied. Give the account that runs Footnote permission to list and enter it.`,
      options,
    );
  }
}

export class EmptyCorpusError extends CorpusError {
  constructor(
    folder: string,
    readonly refusals: readonly Refusal[],
  ) {
    const why = refusals.map(({ path, reason }) => `\n  ${path}: ${reason}`).join('');
    super(folder, `The corpus folder ${folder} holds no article that can be read. Put .txt, .md, .rst, .html or .pdf files into it.${why}`);
  }
}

export class UnreadableFileError extends CorpusError {
  constructor(path: string, options: ErrorOptions) {
    super(path, `The file cannot be opened. Check that it still exists and that the account that runs Footnote may read it.`, options);
  }
}

export class FileTooLargeError extends CorpusError {
  constructor(path: string, bytes: number, limitBytes: number) {
    super(
      path,
      `The file has ${megabytes(bytes)}, and an article may have ${megabytes(limitBytes)} at most. Split it into smaller articles.`,
    );
  }
}

export class OutsideCorpusError extends CorpusError {
  constructor(path: string) {
    super(path, `It is a link that leads out of the corpus folder, and is not followed. Put a copy of the article into the folder.`);
  }
}

export class SpecialFileError extends CorpusError {
  constructor(path: string) {
    super(path, `It is a pipe, a device or a folder, and not a file. Put the article's file in its place.`);
  }
}

export class DuplicatePathError extends CorpusError {
  constructor(path: string) {
    super(path, `Another file's name differs from this one's only in how its accents are encoded. Rename one of the two.`);
  }
}

export class UnknownFormatError extends CorpusError {
  constructor(path: string, what: string) {
    super(path, `Footnote does not read ${what}. Save the article as .txt, .md, .html or .pdf.`);
  }
}

export class EmptyDocumentError extends CorpusError {
  constructor(path: string, reason = 'The file is empty') {
    super(path, `${reason}. Put the article's text into it, or remove it from the corpus.`);
  }
}

export class BinaryContentError extends CorpusError {
  constructor(path: string, what = 'no text in an encoding that Footnote knows') {
    super(path, `The file holds ${what}. Save the article as plain text in UTF-8, or remove it from the corpus.`);
  }
}

export class DamagedDocumentError extends CorpusError {
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(path, `${reason}. Open it in another program and save it again, or remove it from the corpus.`, options);
  }
}

/** Reading a document exceeded a limit: time, memory, pages or text. */
export class ParseLimitError extends CorpusError {
  constructor(path: string, what: string, variable: string) {
    super(path, `${what}. Save it again in another program or as plain text, split it, or raise ${variable} and run: npm run ingest`);
  }
}

export function tooMuchText({ path, maxCharacters }: { readonly path: string; readonly maxCharacters: number }): ParseLimitError {
  return new ParseLimitError(path, `It holds more than ${maxCharacters} characters of text`, 'PARSE_MAX_CHARACTERS');
}

/** An error as it is sent from one process to another. */
export interface ErrorRecord {
  readonly name: string;
  readonly path: string;
  readonly message: string;
}

const kindsOfDocumentErrors = [BinaryContentError, DamagedDocumentError, EmptyDocumentError, ParseLimitError, UnknownFormatError] as const;

/** The error that was thrown in another process, of the same class. */
export function corpusErrorFrom({ name, path, message }: ErrorRecord): CorpusError {
  const error = new CorpusError(path, message);
  const kind = kindsOfDocumentErrors.find((candidate) => candidate.name === name);
  if (kind === undefined) return error;
  Object.setPrototypeOf(error, kind.prototype);
  error.name = name;
  return error;
}

/** A file that was skipped, and why. */
export interface Refusal {
  readonly path: string;
  readonly reason: string;
  readonly error: CorpusError;
}

export function refusalOf(error: CorpusError): Refusal {
  return { path: error.path, reason: error.message, error };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
