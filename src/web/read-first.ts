const patience = 1_000

/**
 * For a page's loader: reads what stands at its top before it opens, so that nothing below jumps when that arrives. What fails, or takes more than
 * a second, holds nothing up: the page opens and says so itself.
 */
export const readFirst =
  (...readings: (() => Promise<unknown>)[]) =>
  async (): Promise<void> => {
    const all = Promise.allSettled(readings.map((read) => read()))
    await Promise.race([all, new Promise((late) => setTimeout(late, patience))])
  }
