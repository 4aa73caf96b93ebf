import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encrypts what would identify a person with the secret behind people's keys: a private chat's id is the person's own id on Telegram, and
 * an update contains both.
 */
export interface Sealing {
  /** Deterministic, so that rows can be found by it. '' stays ''. */
  sealChat(platform: string, chat: string): string;
  /** @throws SealError */
  openChat(platform: string, sealed: string): string;
  /** Different each time. */
  seal(text: string): string;
  /** @throws SealError */
  open(sealed: string): string;
}

/** Sealed with another secret, or changed since. */
export class SealError extends Error {
  override readonly name = 'SealError';
  constructor(options?: ErrorOptions) {
    super('it was written with another person-key than the one in DATA_DIR, or has been changed since', options);
  }
}

const ivBytes = 12;
const tagBytes = 16;

/** AES-256-GCM, with a key for each purpose. A chat's initialisation vector is made of its id (as in SIV, RFC 5297), others at random. */
export function createSealing(secret: Uint8Array): Sealing {
  const keyFor = (purpose: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, '', `footnote ${purpose}`, 32));
  const chatKey = keyFor('chat');
  const chatIvKey = keyFor('chat iv');
  const textKey = keyFor('text');
  return {
    sealChat: (platform, chat) => {
      if (chat === '') return '';
      const iv = createHmac('sha256', chatIvKey).update(`${platform}\n${chat}`).digest().subarray(0, ivBytes);
      return encrypt(chatKey, iv, platform, chat);
    },
    openChat: (platform, sealed) => (sealed === '' ? '' : decrypt(chatKey, platform, sealed)),
    seal: (text) => encrypt(textKey, randomBytes(ivBytes), '', text),
    open: (sealed) => decrypt(textKey, '', sealed),
  };
}

function encrypt(key: Uint8Array, iv: Uint8Array, context: string, text: string): string {
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const encrypted = [cipher.update(text, 'utf8'), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...encrypted]).toString('base64url');
}

function decrypt(key: Uint8Array, context: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < ivBytes + tagBytes) throw new SealError();
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes)).setAAD(Buffer.from(context));
    cipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([cipher.update(bytes.subarray(ivBytes + tagBytes)), cipher.final()]).toString('utf8');
  } catch (error) {
    throw new SealError({ cause: error });
  }
}
