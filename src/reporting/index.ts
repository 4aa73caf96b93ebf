/**
 * Reporting: what was asked, what the articles could not answer, and which passages were cited, from the stores.
 * Only reads; knows neither platforms nor people, who appear as numbers.
 */
export { createQuestionGrouper } from './group-questions.js';
export { makeReport, type Report } from './report.js';
export { reportAsMarkdown } from './report-as-markdown.js';
export { reportAsTable } from './report-as-table.js';
