import { openSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openStores } from '../../src/storage/index.js';
import { keepSomethingOf } from './samples.js';
import { testSecret } from './store-world.js';

/** A process that writes until it is killed. What was committed it writes down at once in a file; it begins at the word "go". */
const [file = '', run = '', diary = ''] = process.argv.slice(2);
const pages = openSync(diary, 'a');
const say = (line: string): void => void writeSync(pages, `${line}\n`);

async function write(): Promise<void> {
  const stores = await openStores({ kind: 'sqlite', file }, { secret: testSecret });
  say('open');
  const writer = async (name: string): Promise<void> => {
    for (let round = 0; ; round++) {
      const person = `${run}-${name}-${round}`;
      const step = (what: string): void => say(`${what} ${person}`);
      await keepSomethingOf(stores, person, step);
      if (round % 3 === 0) {
        step('forgetting');
        await stores.forget(person);
        step('forgot');
      }
      // Lets the process do something else now and then, as a bot would.
      if (round % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(['x', 'y', 'z'].map(writer));
}

say('ready');
createInterface({ input: process.stdin }).once('line', () => void write());
