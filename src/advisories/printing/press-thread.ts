import { parentPort } from 'node:worker_threads';
import { type Printable, printMarkdown, printPage, printPdf } from '../../formats/index.js';

/** What the press prints. */
export type Sheet = 'html' | 'markdown' | 'pdf';

/** What is asked of the printing thread: one at a time. */
export interface Order {
  readonly sheet: Sheet;
  readonly printable: Printable;
}

/** What it answers. */
export type Printed = { readonly bytes: Uint8Array } | { readonly failed: string };

const PRINTERS: Record<Sheet, (printable: Printable) => string | Promise<Buffer>> = {
  html: printPage,
  markdown: printMarkdown,
  pdf: printPdf,
};

async function print({ sheet, printable }: Order): Promise<Printed> {
  try {
    return { bytes: Buffer.from(await PRINTERS[sheet](printable)) };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', (order: Order) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has none
  void print(order).then((printed) => parentPort?.postMessage(printed));
});
