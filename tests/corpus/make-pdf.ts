/** A piece of text on a page: `x` and `y` in points from the lower left corner, `size` the letters' height. */
export interface PlacedText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

const wide = /[\u2e80-\uffef]/u;

/** A real PDF with its text in a font that maps every character to Unicode, as word processors embed them for Chinese. */
export function makePdf(
  pages: readonly (readonly PlacedText[])[],
  info: { readonly title?: string; readonly author?: string; readonly created?: string; readonly keywords?: string } = {},
): Uint8Array {
  const characters = [...new Set(pages.flat().flatMap(({ text }) => [...text]))];
  const codeOf = new Map(characters.map((character, at) => [character, at + 1]));
  const objects: string[] = [];
  const add = (body: string): number => objects.push(body);

  const toUnicode = add(
    stream(
      '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Test def /CMapType 2 def\n' +
        '1 begincodespacerange <0000> <FFFF> endcodespacerange\n' +
        characters.map((character) => `1 beginbfchar <${hex(codeOf.get(character) ?? 0)}> <${utf16Hex(character)}> endbfchar`).join('\n') +
        '\nendcmap CMapName currentdict /CMap defineresource pop end end',
    ),
  );
  const widths = characters.map((character) => `${codeOf.get(character) ?? 0} [${wide.test(character) ? 1000 : 500}]`).join(' ');
  const descriptor = add(
    '<< /Type /FontDescriptor /FontName /Test /Flags 4 /FontBBox [0 -200 1000 800] /ItalicAngle 0 /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>',
  );
  const descendant = add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Test /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${descriptor} 0 R /DW 1000 /W [${widths}] >>`,
  );
  const font = add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /Test /Encoding /Identity-H /DescendantFonts [${descendant} 0 R] /ToUnicode ${toUnicode} 0 R >>`,
  );
  const contents = pages.map((page) =>
    add(
      stream(
        page
          .map(
            ({ text, x, y, size }) =>
              `BT /F1 ${size} Tf ${x} ${y} Td <${[...text].map((character) => hex(codeOf.get(character) ?? 0)).join('')}> Tj ET`,
          )
          .join('\n'),
      ),
    ),
  );
  const parent = objects.length + pages.length + 1;
  const kids = contents.map((content) =>
    add(
      `<< /Type /Page /Parent ${parent} 0 R /MediaBox [0 0 400 600] /Resources << /Font << /F1 ${font} 0 R >> >> /Contents ${content} 0 R >>`,
    ),
  );
  add(`<< /Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] /Count ${kids.length} >>`);
  const catalog = add(`<< /Type /Catalog /Pages ${parent} 0 R >>`);
  const information = add(
    `<< ${Object.entries({ Title: info.title, Author: info.author, CreationDate: info.created, Keywords: info.keywords })
      .map(([key, value]) => (value === undefined ? '' : `/${key} <FEFF${utf16Hex(value)}>`))
      .join(' ')} >>`,
  );
  return Buffer.from(file(objects, catalog, information), 'latin1');
}

function file(objects: readonly string[], catalog: number, information: number): string {
  let text = '%PDF-1.4\n';
  const offsets = objects.map((body, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`;
  return `${text}trailer\n<< /Size ${objects.length + 1} /Root ${catalog} 0 R /Info ${information} 0 R >>\nstartxref\n${start}\n%%EOF\n`;
}

function stream(content: string): string {
  return `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

function hex(code: number): string {
  return code.toString(16).padStart(4, '0');
}

function utf16Hex(text: string): string {
  return Buffer.from(text, 'utf16le').swap16().toString('hex');
}
