/** There is no index in the folder. */
export class IndexMissingError extends Error {
  override readonly name = 'IndexMissingError';
  readonly isExpected = true;
  constructor(readonly folder: string) {
    super(`There is no index in ${folder}. Build one with: npm run ingest`);
  }
}

/** The index is damaged: truncated, altered, or something else's files. */
export class IndexCorruptError extends Error {
  override readonly name = 'IndexCorruptError';
  readonly isExpected = true;
  constructor(
    /** The file or folder that is damaged. */
    readonly path: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(`The index is damaged: ${path} ${reason}. Build it anew with: npm run ingest -- --full`, options);
  }
}

/** The index was written by another version of this program. */
export class IndexVersionError extends Error {
  override readonly name = 'IndexVersionError';
  readonly isExpected = true;
  constructor(
    readonly folder: string,
    readonly found: number,
    readonly expected: number,
  ) {
    super(
      `The index in ${folder} has format version ${found}, but this program reads version ${expected}. ` +
        'Build it anew with: npm run ingest -- --full',
    );
  }
}

/** The index has another model's vectors, which cannot be compared with this model's questions. */
export class IndexMismatchError extends Error {
  override readonly name = 'IndexMismatchError';
  readonly isExpected = true;
  constructor(
    readonly folder: string,
    readonly indexModel: string,
    readonly configuredModel: string,
  ) {
    super(
      `The index in ${folder} was built with the model ${indexModel}, but the configured model is ${configuredModel}. ` +
        'Either set EMBEDDING_MODEL back, or build the index anew with: npm run ingest -- --full',
    );
  }
}

/** Another process is writing this index. */
export class IndexLockedError extends Error {
  override readonly name = 'IndexLockedError';
  readonly isExpected = true;
  constructor(
    readonly folder: string,
    /** Who writes, in words: "process 4711 on press-1, since 2026-11-23T16:50:31.000Z". */
    readonly holder: string,
    options?: ErrorOptions,
  ) {
    super(
      `The index in ${folder} is being written by another ingest (${holder}). ` +
        'Wait until it has ended, or stop that process; a crashed ingest frees the index at once. Nothing was changed.',
      options,
    );
  }
}

/** The index could not be written: disk full, no permission. The current build still serves. */
export class IndexWriteError extends Error {
  override readonly name = 'IndexWriteError';
  readonly isExpected = true;
}
