import { createHmac, randomBytes } from 'node:crypto';
import type { MessageAddress } from '../ports/stores.js';

/** 12 bytes are 16 URL-safe characters: as long as an id may be that has to fit into a button's data. */
const idBytes = 12;

/** The id of the answer to a request (a message, a press): a keyed hash, so that it tells nobody which message it was. */
export type AnswerIdOf = (request: MessageAddress) => string;

/**
 * Asked again after a crash, a request gets an answer with the same id, and with it what was shown of the first attempt.
 * @param secret Of `createPersonKeys`. Keys of people are hashes of other text: theirs begins with a platform's name.
 */
export function createAnswerIds(secret: Uint8Array): AnswerIdOf {
  return ({ platform, chat, message }) =>
    createHmac('sha256', secret).update(`answer\n${platform}\n${chat}\n${message}`).digest().subarray(0, idBytes).toString('base64url');
}

/** For an answer to no request that could come again: 12 URL-safe characters of 72 random bits. */
export function newAnswerId(): string {
  return randomBytes(9).toString('base64url');
}
