import type pg from 'pg';

/** Before the first row: signature, flags, and the length of an extension that no version has. */
const HEADER = 19;
/** After the last row, where the next would have its number of fields. */
const TRAILER = 2;

/**
 * `COPY (query) TO STDOUT (FORMAT binary)` for pg's client: each row as it comes, in one message of its own (PostgreSQL,
 * "Frontend/Backend Protocol", COPY Operations; "COPY", Binary Format). A row lies where the next will be read into: who
 * keeps anything of it must copy it.
 */
export class CopyOut implements pg.Submittable {
  private begun = false;
  private readonly text: string;

  constructor(
    query: string,
    private readonly each: (row: Buffer) => void,
    /** Called once it has ended; pg puts its timeout around it. */
    readonly callback: (error?: unknown) => void,
  ) {
    this.text = `copy (${query}) to stdout (format binary)`;
  }

  submit(connection: pg.Connection): void {
    connection.query(this.text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    const row = this.begun ? chunk : chunk.subarray(HEADER);
    this.begun = true;
    if (row.length <= TRAILER) return;
    try {
      this.each(row);
    } catch (error) {
      this.callback(error); // else it would be thrown at the connection
    }
  }

  handleReadyForQuery(): void {
    this.callback();
  }

  handleError(error: unknown): void {
    this.callback(error);
  }

  handleCommandComplete(): void {
    // its end is told by what comes after it
  }
}
