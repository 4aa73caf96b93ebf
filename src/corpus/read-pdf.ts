import { z } from 'zod';
import { CorpusError, DamagedDocumentError, ParseLimitError, tooMuchText } from './errors.js';
import type { FileToRead } from './file-to-read.js';
import { openPdf } from './pdf-document.js';
import { linesOfPage, type PdfLine } from './pdf-lines.js';
import { paragraphsOfLines, withoutRunningHeads } from './pdf-paragraphs.js';
import { layOut, type ArticleMetadata, type PublishedArticle } from './published-article.js';
import { namedMetadata } from './named-metadata.js';

const text = z.string().optional().catch(undefined);
const information = z.object({ Title: text, Author: text, Keywords: text, CreationDate: text, ModDate: text });
/** What programs write instead of a title. */
const titleOfProgram = /^(?:untitled|microsoft word|.*\.(?:docx?|pdf|tex|indd|pages|rtf|pptx?))\b|^$/iu;

/** The text of a PDF, page by page. Text in images (a scan) is not read. */
export async function readPdf(file: FileToRead): Promise<PublishedArticle> {
  try {
    const pdf = await openPdf(file.bytes);
    try {
      if (pdf.numPages > file.maxPages) {
        throw new ParseLimitError(file.path, `It has ${pdf.numPages} pages, and ${file.maxPages} may be read`, 'PARSE_MAX_PAGES');
      }
      const pages: PdfLine[][] = [];
      let characters = 0;
      for (let number = 1; number <= pdf.numPages; number++) {
        const page = await pdf.getPage(number);
        const lines = linesOfPage(await page.getTextContent(), number);
        page.cleanup();
        pages.push(lines);
        characters = lines.reduce((sum, { text }) => sum + text.length, characters);
        if (characters > file.maxCharacters) throw tooMuchText(file);
      }
      const { info } = await pdf.getMetadata();
      const { kept, furniture } = withoutRunningHeads(pages);
      if (kept.every((page) => page.length === 0)) {
        throw new DamagedDocumentError(
          file.path,
          'The PDF holds no text, only pictures of it (a scan). Run text recognition (OCR) over it',
        );
      }
      const paragraphs = paragraphsOfLines(kept);
      return { ...layOut(paragraphs), metadata: metadataOf(info), furniture };
    } finally {
      await pdf.destroy();
    }
  } catch (error) {
    if (error instanceof CorpusError) throw error;
    throw new DamagedDocumentError(file.path, reasonOf(error), { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const isLocked = error instanceof Error && error.name === 'PasswordException';
  return isLocked ? 'The PDF is locked with a password' : 'The PDF is damaged or cut off';
}

function metadataOf(info: unknown): ArticleMetadata {
  const parsed = information.safeParse(info);
  if (!parsed.success) return {};
  const { Title: title = '', Author: author, Keywords: keywords, CreationDate: created, ModDate: modified } = parsed.data;
  const { metadata } = namedMetadata({ author, keywords, created, modified, ...(!titleOfProgram.test(title.trim()) && { title }) });
  return metadata;
}
