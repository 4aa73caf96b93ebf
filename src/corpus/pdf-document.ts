import { getDocumentProxy } from 'unpdf';

/** The part of a PDF that reading its text needs. */
export interface PdfDocument {
  readonly numPages: number;
  /** Pages are numbered from 1. */
  getPage(number: number): Promise<PdfPage>;
  getMetadata(): Promise<{ readonly info: unknown }>;
  destroy(): Promise<void>;
}

interface PdfPage {
  getTextContent(): Promise<unknown>;
  cleanup(): void;
}

/** The library's types need the browser's, which are not compiled in, so its result is checked here once. */
export async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  // A copy, because the library transfers the memory that it is given.
  const opened: unknown = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 });
  if (!isPdfDocument(opened)) throw new TypeError('The PDF library gave something that is not a document.');
  return opened;
}

function isPdfDocument(value: unknown): value is PdfDocument {
  return (
    typeof value === 'object' && value !== null && 'numPages' in value && 'getPage' in value && 'getMetadata' in value && 'destroy' in value
  );
}
