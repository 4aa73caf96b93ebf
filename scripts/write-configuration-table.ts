/** `npm run configuration`: writes the README's table of variables and `.env.example` anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { exampleEnvironment, withConfigurationTable } from './configuration-documentation.js';

writeFileSync('README.md', await withConfigurationTable(readFileSync('README.md', 'utf8')));
writeFileSync('.env.example', exampleEnvironment());
