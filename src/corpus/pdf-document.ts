import { getDocumentProxy } from 'unpdf';

/** As much of a PDF as reading its text takes. */
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

/** The library's types need those of browsers, which this program is compiled without: what it gives is checked here, once. */
export async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  // A copy, because the library takes the memory it is given away from its owner.
  const opened: unknown = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: 0 });
  if (!isPdfDocument(opened)) throw new TypeError('The PDF library gave something that is not a document.');
  return opened;
}

function isPdfDocument(value: unknown): value is PdfDocument {
  return (
    typeof value === 'object' && value !== null && 'numPages' in value && 'getPage' in value && 'getMetadata' in value && 'destroy' in value
  );
}
