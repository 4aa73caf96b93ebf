import { hasBody, type HttpHandler, type HttpServer } from './http-server.js';
import type { Metrics } from './metrics.js';

/** One condition for answering questions. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** A sentence for the operator. */
  readonly detail?: string;
}

export interface HealthParts {
  readonly checks: () => Promise<readonly Check[]>;
  readonly metrics: Pick<Metrics, 'read'>;
  readonly version: Readonly<Record<string, string>>;
  /** Removes secrets from responses: anybody who can reach the port can read them. */
  readonly redact: (text: string) => string;
}

/** `/healthz`: the process is alive. `/readyz`: it can answer questions. `/metrics`: for Prometheus. `/version`: what runs. */
export function addHealthRoutes(http: Pick<HttpServer, 'route'>, { checks, metrics, version, redact }: HealthParts): void {
  const json = (body: object): Answer => ({
    status: 200,
    contentType: 'application/json; charset=utf-8',
    text: `${JSON.stringify(body)}\n`,
  });
  const routes: Readonly<Record<string, () => Promise<Answer>>> = {
    '/healthz': async () => json({ alive: true }),
    '/readyz': async () => {
      const all = await checks();
      const ready = all.every(({ ok }) => ok);
      return { ...json({ ready, checks: all }), status: ready ? 200 : 503 };
    },
    '/metrics': async () => ({ status: 200, ...(await metrics.read()) }),
    '/version': async () => json(version),
  };
  for (const [path, answer] of Object.entries(routes)) http.route(path, reading(answer, redact));
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Read-only: methods other than GET and HEAD are refused, and a body is ignored. */
function reading(answer: () => Promise<Answer>, redact: (text: string) => string): HttpHandler {
  return async (request, response) => {
    // An unread body would be taken for the next request.
    if (hasBody(request)) response.setHeader('connection', 'close');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const { status, contentType, text } = await answer();
    response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    response.end(request.method === 'HEAD' ? undefined : redact(text));
  };
}
