/** A count with its thousands set off. */
export const number = (count: number): string => Math.round(count).toLocaleString('en-US')

/** The middle one. */
export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** How long something took. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
