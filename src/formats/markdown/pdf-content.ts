/**
 * A piece of a PDF, as pdfmake takes it. Loosely typed by ourselves: its published types bring those of a browser along, for
 * the whole program.
 */
export type Content = Readonly<Record<string, unknown>>;
