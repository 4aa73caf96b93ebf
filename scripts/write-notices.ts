/** `npm run notices`: writes THIRD_PARTY_NOTICES.txt. Needed whenever package-lock.json changes; a test says when. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { thirdPartyNotices } from './notices/third-party-notices.js';

const root = join(import.meta.dirname, '..');
writeFileSync(join(root, 'THIRD_PARTY_NOTICES.txt'), thirdPartyNotices(root));
