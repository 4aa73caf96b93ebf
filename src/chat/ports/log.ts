/** What the chat layer needs of a logger; pino's has this shape. Neither questions nor ids of people go into it. */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
