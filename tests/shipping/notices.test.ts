import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { thirdPartyNotices } from '../../scripts/notices/third-party-notices.js';

const notices = readFileSync('THIRD_PARTY_NOTICES.txt', 'utf8');
const lockedPackage = z.object({ version: z.string(), dev: z.boolean().optional(), devOptional: z.boolean().optional() });
const { '': _self, ...packages } = z
  .object({ packages: z.record(z.string(), z.union([lockedPackage, z.object({ name: z.string() })])) })
  .parse(JSON.parse(readFileSync('package-lock.json', 'utf8'))).packages;

describe('the notices of others’ work', () => {
  it('are those of package-lock.json as it is: otherwise, npm run notices', () => {
    expect(thirdPartyNotices('.') === notices, 'THIRD_PARTY_NOTICES.txt is out of date: npm run notices').toBe(true);
  });

  it('name every package that is shipped, for every platform, and none that is for development', () => {
    const lines = new Set(notices.split('\n').map((line) => line.replace(/ \([^)]*\)*$/, '')));
    for (const [path, locked] of Object.entries(packages)) {
      if (!('version' in locked) || locked.devOptional === true) continue;
      const name = `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)} ${locked.version}`;
      if (locked.dev !== true) expect(lines).toContain(name);
    }
    expect(notices).not.toMatch(/^(vitest|eslint|typescript) \d/m);
  });

  it('hold the licence of libvips, whose binaries come with sharp', () => {
    expect(notices).toMatch(/@img\/sharp-libvips-linux-x64 \S+ \(LGPL-3\.0-or-later\)/);
    expect(notices).toContain('GNU LESSER GENERAL PUBLIC LICENSE');
  });
});
