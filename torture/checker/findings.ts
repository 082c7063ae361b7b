/** At most so many of one invariant are told in full. */
const TOLD = 5;

/** What the checker has found, by invariant; and which objects are lost. */
export class Findings {
  private readonly texts = new Map<string, string[]>();
  private readonly missing = new Set<string>();

  /** `text` begins with the invariant's name. */
  add(text: string): void {
    const name = text.slice(0, text.indexOf(':'));
    this.texts.set(name, [...(this.texts.get(name) ?? []), text].slice(0, 10_000));
  }

  /** An acknowledged object that is not where it must be. */
  lost(id: string, text: string): void {
    this.missing.add(id);
    this.add(text);
  }

  get lostCount(): number {
    return this.missing.size;
  }

  get violations(): string[] {
    return [...this.texts.values()].flatMap((texts) => [
      ...texts.slice(0, TOLD),
      ...(texts.length > TOLD
        ? [`${texts[0]!.slice(0, texts[0]!.indexOf(':'))}: and ${texts.length - TOLD} more`]
        : []),
    ]);
  }
}
