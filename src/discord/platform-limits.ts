/** What Discord takes (documentation: Message, Embed Limits, Component Reference, Application Commands). Counted in UTF-16 units, which is never less than Discord counts. */
export const limits = {
  content: 2000,
  embedDescription: 4096,
  embedAuthor: 256,
  embedFooter: 2048,
  /** Title, description, fields, footer and author of all embeds of a message together. */
  embedInAll: 6000,
  rows: 5,
  buttonsInRow: 5,
  buttonLabel: 80,
  linkUrl: 512,
  customId: 100,
  choices: 25,
  choice: 100,
  formTitle: 45,
  formLabel: 45,
  threadName: 100,
} as const;
