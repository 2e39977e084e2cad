/** The one home of the current time. Everything else receives `now` as an argument. */
export interface Clock {
  now(): Date
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() }

/** A length of time in milliseconds. Made by {@link seconds}, {@link minutes}, {@link hours}, {@link days}. */
export type Duration = number

export const seconds = (n: number): Duration => n * 1000
export const minutes = (n: number): Duration => seconds(n * 60)
export const hours = (n: number): Duration => minutes(n * 60)
export const days = (n: number): Duration => hours(n * 24)

/** The instant `by` after `from`. */
export const later = (from: Date, by: Duration): Date => new Date(from.getTime() + by)

/** The instant `by` before `from`. */
export const earlier = (from: Date, by: Duration): Date => new Date(from.getTime() - by)

/** Milliseconds of a clock that only runs forward, for measuring how long something took. */
export const stopwatch = (): (() => number) => {
  const start = performance.now()
  return () => performance.now() - start
}
