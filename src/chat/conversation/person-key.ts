import { createHmac } from 'node:crypto';
import type { PersonKey, Platform } from '../ports/stores.js';

/** Makes the only name under which a person is kept: a keyed hash of platform and user id, which nobody without the key can turn back or try out. */
export type PersonKeys = (platform: Platform, userId: string) => PersonKey;

/** @param secret At least 16 bytes, the same across restarts: another secret makes everybody a stranger. */
export function createPersonKeys(secret: Uint8Array): PersonKeys {
  if (secret.length < 16) throw new RangeError(`The secret behind people's keys has ${secret.length} bytes; it needs at least 16.`);
  return (platform, userId) => createHmac('sha256', secret).update(`${platform}\n${userId}`).digest('base64url');
}
