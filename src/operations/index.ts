/**
 * Operations: what an operator sees of a running process.
 * A leaf: knows nothing of questions and articles; main.ts hands it to the rooms, which import its types only.
 */
export { addHealthRoutes, type Check } from './health-routes.js';
export { createHttpServer, defaultHttpLimits, HttpServerError, type HttpServer } from './http-server.js';
export { systemClock, type Clock } from './clock.js';
export { describeFailure } from './describe-failure.js';
export { divertOutput } from './divert-output.js';
export { escapeControls } from './escape-controls.js';
export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export type { Log } from './log.js';
export { createMetrics, stages, type Metrics, type MetricSources, type Stage } from './metrics.js';
export { createProbe } from './probe.js';
export { createRedactor } from './redact-secrets.js';
export { keepFolderPrivate } from './tighten-folder.js';
export { createRequestContext, type RequestContext } from './request-context.js';
export { isSecret, parseJson, readBody } from './read-request.js';
