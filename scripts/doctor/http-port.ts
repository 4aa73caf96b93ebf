import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Check } from './check.js';

const probeTimeoutMs = 2_000;

export const httpPortCheck: Check = {
  name: 'HTTP port',
  async run({ config: { http } }) {
    if (http === undefined) return [{ kind: 'good', text: 'not wanted (HTTP_PORT is not set)' }];
    const place = `${http.host}:${http.port}`;
    const server = createServer();
    try {
      server.listen(http.port, http.host);
      await once(server, 'listening');
      return [{ kind: 'good', text: `${place} is free` }];
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      if (code !== 'EADDRINUSE') {
        return [
          {
            kind: 'wrong',
            text: `${place} cannot be listened on (${code})`,
            advice: 'Set HTTP_PORT above 1023, and HTTP_HOST to an address of this machine.',
          },
        ];
      }
      const text = `${place} is in use`;
      // The doctor may run beside the bot.
      if (await isHealthy(http.port, http.host))
        return [{ kind: 'warning', text: `${text} by a server that says it is healthy`, advice: 'If that is Footnote, all is well.' }];
      return [{ kind: 'wrong', text, advice: 'Stop the program that uses it, or set HTTP_PORT to another port.' }];
    } finally {
      server.close();
    }
  },
};

async function isHealthy(port: number, host: string): Promise<boolean> {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  const response = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(probeTimeoutMs) }).catch(() => undefined);
  return response?.ok === true;
}
