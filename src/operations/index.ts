/**
 * Operations: what an operator sees of a running process.
 * A leaf: knows nothing of questions and articles; main.ts hands it to the rooms, which import its types only.
 */
export { createHttpServer, type HttpHandler, type HttpServer, type HttpServerOptions } from './http-server.js';
export { createLogger, type Logger, type LoggerOptions } from './logger.js';
