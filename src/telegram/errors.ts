import { AdapterSetupError } from '../chat/index.js';

/** The bot cannot run with what it was given; the message says which variable to correct. */
export class TelegramSetupError extends AdapterSetupError {
  override readonly name = 'TelegramSetupError';
}
