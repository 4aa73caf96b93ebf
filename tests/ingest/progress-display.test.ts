import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createProgressDisplay } from '../../src/ingest/index.js';
import { describeReport } from '../../src/ingest/describe-report.js';

function clock(): { now: () => Date; pass: (seconds: number) => void } {
  let time = 1_000_000;
  return { now: () => new Date(time), pass: (seconds) => (time += seconds * 1000) };
}

describe('showing how far an ingest is', () => {
  it('writes a line every five seconds where there is no terminal, with the rate and the time left', () => {
    const { now, pass } = clock();
    const stream = new PassThrough();
    const display = createProgressDisplay(stream, now);
    for (let done = 0; done <= 120; done += 10) {
      display.update({ done, total: 1000 });
      pass(1);
    }
    display.stop();
    expect(String(stream.read())).toBe(
      'Embedded 50 of 1000 passages, 10 a second, 95 s left\nEmbedded 100 of 1000 passages, 10 a second, 90 s left\n',
    );
  });

  it('writes nothing for an ingest that is over at once', () => {
    const stream = new PassThrough();
    const display = createProgressDisplay(stream, clock().now);
    display.update({ done: 40, total: 40 });
    display.stop();
    expect(stream.read()).toBeNull();
  });

  it('draws a bar on a terminal', () => {
    const { now, pass } = clock();
    const stream = Object.assign(new PassThrough(), {
      isTTY: true,
      columns: 120,
      cursorTo: () => true,
      clearLine: () => true,
      moveCursor: () => true,
    });
    const display = createProgressDisplay(stream, now);
    pass(2);
    display.update({ done: 50, total: 200 });
    display.stop();
    expect(String(stream.read())).toContain('50 of 200 passages');
  });
});

describe('the report in words', () => {
  const report = {
    build: '20260101-000000-000',
    isNewBuild: true,
    added: ['a', 'b', 'c', 'd', 'e', 'f', 'g'],
    changed: [],
    removed: ['old.txt'],
    unchanged: ['same.txt'],
    refused: [{ path: 'bad.txt', reason: 'The file is empty. Remove it.' }],
    ignored: ['picture.png'],
    furniture: [{ path: 'a', lines: ['Share this'] }],
    warnings: [{ path: 'b', warnings: ['Line 2 of the front matter cannot be read.'] }],
    duplicates: [{ path: 'c', duplicateOf: 'a' }],
    documentCount: 8,
    passageCount: 20,
    embeddedPassages: 19,
    seconds: 1.25,
  };

  it('names what was done to which document, and does not list hundreds', () => {
    const text = describeReport(report);
    expect(text).toMatch(/added\s+7 {2}a, b, c, d, e and 2 more/);
    expect(text).toMatch(/removed\s+1 {2}old\.txt/);
    expect(text).toContain('refused bad.txt: The file is empty. Remove it.');
    expect(text).toContain('left out of a as page furniture: "Share this"');
    expect(text).toContain('warning b: Line 2 of the front matter cannot be read.');
    expect(text).toContain('c has the same text as a, which is cited in its place');
    expect(text).toContain('8 documents, 20 passages, 19 of them embedded now');
  });

  it('says so when there was nothing to do', () => {
    expect(describeReport({ ...report, isNewBuild: false })).toContain('Nothing to do');
  });
});
