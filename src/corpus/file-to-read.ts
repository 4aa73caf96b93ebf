/** A file's content on its way through a format's reader. */
export interface FileToRead {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The encoding that the server named, if one did. */
  readonly charset?: string;
  readonly maxPages: number;
  readonly maxCharacters: number;
}
