/** Resolves once `condition` is truthy, with its value; rejects after `ms` naming what was waited for. */
export async function until<T>(what: string, condition: () => T | Promise<T>, ms = 90_000): Promise<NonNullable<T>> {
  const begun = Date.now();
  for (;;) {
    const value = await condition();
    if (value) return value;
    const waited = Date.now() - begun;
    if (waited > ms) throw new Error(`waited ${ms} ms for: ${what}`);
    // who has waited for long can wait a little longer: asking costs what is waited for the processor
    await new Promise((resolve) => setTimeout(resolve, Math.min(100, 10 + waited / 20)));
  }
}
