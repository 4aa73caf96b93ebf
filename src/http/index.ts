/**
 * HTTP: questions, answers while they grow, and passages for programs, over the process's own HTTP server.
 * Never retrieves or composes; the smallest of the adapters, and the example in docs/adding-a-platform.md.
 */
export { createHttpAdapter, type HttpApiOptions } from './http-adapter.js';
