/** Files made to harm whoever reads them. They are made here, since what is small to describe is large, or worse, to keep. */
import { deflateSync } from 'node:zlib';

export interface HostileDocument {
  readonly what: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A PDF of the objects given, the first of which is the catalog. */
function pdfOf(objects: readonly string[]): Uint8Array {
  let text = '%PDF-1.7\n';
  const offsets = objects.map((body, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

function streamOf(dictionary: string, content: string): string {
  return `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>';

/** Form objects, each of which draws the next one twice: the last one's text stands on the page 2^`doublings` times. */
export function doublingPdf(doublings: number): Uint8Array {
  const firstForm = 6;
  const forms = Array.from({ length: doublings }, (_, at) =>
    streamOf(
      `/Type /XObject /Subtype /Form /BBox [0 0 400 600] /Resources << /XObject << /F ${firstForm + at + 1} 0 R >> >>`,
      '/F Do /F Do',
    ),
  );
  const last = streamOf(
    '/Type /XObject /Subtype /Form /BBox [0 0 400 600] /Resources << /Font << /T 5 0 R >> >>',
    'BT /T 12 Tf 9 9 Td (word) Tj ET',
  );
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /XObject << /F ${firstForm} 0 R >> >> /Contents 4 0 R >>`,
    streamOf('', '/F Do'),
    font,
    ...forms,
    last,
  ]);
}

/** A page tree that names one page this many times. */
export function manyPagesPdf(pages: number): Uint8Array {
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${'3 0 R '.repeat(pages)}] /Count ${pages} >>`,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /T 5 0 R >> >> /Contents 4 0 R >>',
    streamOf('', 'BT /T 12 Tf 9 9 Td (word) Tj ET'),
    font,
  ]);
}

/** A page whose content is compressed to a four-hundredth of its length. */
export function swellingPdf(kilobytes: number): Uint8Array {
  const operator = 'BT /T 12 Tf (aaaaaaaa) Tj ET ';
  const content = operator.repeat(Math.ceil((kilobytes * 1000) / operator.length));
  return pdfOf([
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /T 5 0 R >> >> /Contents 4 0 R >>',
    streamOf('/Filter /FlateDecode', deflateSync(content).toString('latin1')),
    font,
  ]);
}

/** The files that were seen to hang the program or to fill its memory, and their kin. */
export const neverEnding: readonly HostileDocument[] = [
  { what: 'a PDF whose form objects double 30 times', path: 'doubling.pdf', bytes: doublingPdf(30) },
  { what: 'Markdown of lists within lists', path: 'lists.md', bytes: Buffer.from('- '.repeat(20_000)) },
  { what: 'Markdown of numbered lists within lists', path: 'numbered.md', bytes: Buffer.from('1. '.repeat(20_000)) },
  { what: 'Markdown of emphasis that never closes', path: 'emphasis.md', bytes: Buffer.from('a**b'.repeat(100_000)) },
  { what: 'Markdown of brackets that were never opened', path: 'brackets.md', bytes: Buffer.from(']'.repeat(400_000)) },
  { what: 'Markdown of quotations within quotations', path: 'quotations.md', bytes: Buffer.from('>'.repeat(100_000)) },
];
