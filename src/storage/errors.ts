/** The store's disk is full. */
export class StoreFullError extends Error {
  override readonly name = 'StoreFullError';
  readonly isExpected = true;
  constructor(where: string, options?: ErrorOptions) {
    super(
      `The disk that holds the store ${where} is full: this was not written, everything written before is safe. ` +
        'Free space on that disk; no restart is needed. To keep less, lower RETENTION_DAYS or run "npm run data -- purge".',
      options,
    );
  }
}

/** Another running process serves from the same file. */
export class StoreInUseError extends Error {
  override readonly name = 'StoreInUseError';
  readonly isExpected = true;
  constructor(file: string, holder: string) {
    super(
      `The store ${file} is in use by ${holder}. Two processes on one store would answer a chat's messages out of order: ` +
        'stop the other process, or give this one a DATA_DIR of its own.',
    );
  }
}

/** The file is damaged, or not a Footnote store. */
export class StoreCorruptError extends Error {
  override readonly name = 'StoreCorruptError';
  readonly isExpected = true;
  constructor(where: string, finding: string, options?: ErrorOptions) {
    super(
      `The store ${where} cannot be used: ${finding}. Restore it from a backup, or move it away (with its -wal and -shm files, if any) ` +
        'to start with an empty one; articles and index are not affected.',
      options,
    );
  }
}

/** The store's tables have an unknown version. */
export class StoreVersionError extends Error {
  override readonly name = 'StoreVersionError';
  readonly isExpected = true;
}

/** The store cannot be reached or written: no server, no permission, wrong password, a disk that fails. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  readonly isExpected = true;
  /** The same operation may succeed a moment later: the connection was lost, the server restarts or is overloaded. */
  readonly isTransient: boolean;
  constructor(where: string, reason: string, advice: string, options?: ErrorOptions & { readonly isTransient?: boolean }) {
    super(`The store ${where} cannot be used now: ${reason}. ${advice}`, options);
    this.isTransient = options?.isTransient ?? false;
  }
}

export function isTransient(error: unknown): boolean {
  return error instanceof StoreUnavailableError && error.isTransient;
}

/** Whether an error already says what to do about the store as a whole. */
export function isStoreError(error: unknown): boolean {
  return [StoreFullError, StoreInUseError, StoreCorruptError, StoreVersionError, StoreUnavailableError].some(
    (kind) => error instanceof kind,
  );
}

/** One row holds what no version of this program writes. Other rows are not affected. */
export class DamagedRowError extends Error {
  override readonly name = 'DamagedRowError';
  readonly table: string;
  readonly row: string;
  constructor(table: string, row: string, finding: string, options?: ErrorOptions) {
    super(
      `In the store, table ${table}, row ${row} is damaged and was skipped: ${finding}. Nothing else is affected; delete the row to stop this message.`,
      options,
    );
    this.table = table;
    this.row = row;
  }
}
