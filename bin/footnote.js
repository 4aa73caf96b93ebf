#!/usr/bin/env node
/** The command `footnote`: starts one of the programs of this package, in the folder that it is called in. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseEnv } from 'node:util';
import { register } from 'tsx/esm/api';

const packageFolder = join(import.meta.dirname, '..');
const programs = {
  start: 'src/main.ts',
  ask: 'scripts/ask.ts',
  ingest: 'scripts/ingest.ts',
  doctor: 'scripts/doctor.ts',
  report: 'scripts/report.ts',
  data: 'scripts/data.ts',
};

const usage = `Usage: footnote [command] [options]

  start    run the bots whose tokens are set, or a conversation in the terminal (the default)
  ask      answer one question, or questions as JSON Lines
  ingest   bring the index up to date with the articles
  doctor   check the installation and the configuration
  report   what was asked, what was not answered, what was cited
  data     export, forget or purge what is stored

Articles are read from ./corpus, everything is written to ./data, and variables may be set in ./.env.
footnote <command> --help tells more.
`;

const [name = 'start', ...rest] = process.argv.slice(2);
if (name === '--help' || name === '-h' || name === 'help') {
  process.stdout.write(usage);
} else if (name === '--version') {
  process.stdout.write(`${JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version}\n`);
} else if (!Object.hasOwn(programs, name)) {
  process.stderr.write(`There is no command ${JSON.stringify(name)}.\n\n${usage}`);
  process.exitCode = 2;
} else {
  const settings = { ...(existsSync('.env') && parseEnv(readFileSync('.env', 'utf8'))), ...process.env };
  if (!settings.CORPUS_DIR && !existsSync('corpus')) {
    process.env.CORPUS_DIR = join(packageFolder, 'corpus');
    process.stderr.write('There is no folder ./corpus here: using the example article that comes with Footnote.\n');
  }
  process.argv.splice(2, process.argv.length, ...rest);
  register();
  await import(pathToFileURL(join(packageFolder, programs[name])).href);
}
