import { type Duration, hours, later, minutes, seconds } from '#platform/clock.ts'

/** Pauses between tries to reach Slack: about two hours in all. */
export const slackPauses: readonly Duration[] = [
  seconds(10),
  seconds(30),
  minutes(1),
  minutes(2),
  minutes(5),
  minutes(10),
  minutes(15),
  minutes(30),
  hours(1),
]

/** Pauses between tries to reach a program: a day in all. */
export const webhookPauses: readonly Duration[] = [
  seconds(10),
  seconds(30),
  minutes(2),
  minutes(5),
  minutes(15),
  minutes(30),
  hours(1),
  hours(2),
  hours(4),
  hours(6),
  hours(10),
]

/** When to try again after this many tries; null when it was the last. A server that asks for a longer pause gets it. */
export function nextTry(
  pauses: readonly Duration[],
  attempts: number,
  now: Date,
  asked: Duration | null = null,
): Date | null {
  const pause = pauses[attempts - 1]
  return pause === undefined ? null : later(now, Math.max(pause, asked ?? 0))
}
