import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Finding, MachineCheck } from './check.js';

const packageSchema = z.object({ engines: z.object({ node: z.string().regex(/^>=\d+\.\d+$/) }) });

export const nodeVersionCheck: MachineCheck = {
  name: 'Node.js',
  async run() {
    const content = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
    const { engines } = packageSchema.parse(JSON.parse(content));
    return [judgeNodeVersion(process.versions.node, engines.node.slice('>='.length))];
  },
};

export function judgeNodeVersion(version: string, oldest: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return { kind: 'good', text: `version ${version}` };
  return {
    kind: 'wrong',
    text: `version ${version} is too old; Footnote needs ${oldest} or later`,
    advice: 'Install a newer Node.js from https://nodejs.org, then run "npm ci" again.',
  };
}
