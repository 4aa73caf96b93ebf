/** `npm run configuration`: writes the table of variables of docs/configuration.md, and `.env.example`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { exampleEnvironment, withConfigurationList } from './configuration-documentation.js';

const page = 'docs/configuration.md';
writeFileSync(page, await withConfigurationList(readFileSync(page, 'utf8')));
writeFileSync('.env.example', exampleEnvironment());
