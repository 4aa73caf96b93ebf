/** The bot cannot run with what it was given; the message says which variable to correct. */
export class TelegramSetupError extends Error {
  override readonly name = 'TelegramSetupError';
}
