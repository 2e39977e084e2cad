import { minutes } from '#platform/clock.ts'
import { formatInZone, zoneOffsetMinutes } from '#platform/zones.ts'
import type { AnswerOf } from '#web/client.ts'

type Policy = AnswerOf<'GET', '/teams/{team}/policy'>

/** The fields of the form. */
export type RuleValues = {
  twoFactorFrom: string
  passwordMin: string
  keyLifetimeDays: string
  keyMakers: string
}

export const ruleLabels: Record<keyof RuleValues, string> = {
  twoFactorFrom: 'Two-factor authentication from',
  passwordMin: 'Shortest password',
  keyLifetimeDays: 'Longest life of an API key',
  keyMakers: 'Who may make API keys',
}

/** The rules as the form shows them; a day is one of the reader's zone. */
export const valuesOf = (policy: Policy, zone: string): RuleValues => ({
  twoFactorFrom: policy.twoFactorFrom ? formatInZone(new Date(policy.twoFactorFrom), zone, 'iso').slice(0, 10) : '',
  passwordMin: String(policy.passwordMin ?? ''),
  keyLifetimeDays: String(policy.keyLifetimeDays ?? ''),
  keyMakers: policy.keyMakers,
})

/** What is wrong, in words. */
export function checkRules({ passwordMin, keyLifetimeDays }: RuleValues): Partial<Record<keyof RuleValues, string>> {
  const found: Partial<Record<keyof RuleValues, string>> = {}
  if (!within(passwordMin, 8, 64)) found.passwordMin = 'Enter a whole number from 8 to 64, or nothing.'
  if (!within(keyLifetimeDays, 1, 3_650))
    found.keyLifetimeDays = 'Enter a whole number of days from 1 to 3650, or nothing.'
  return found
}

/** The form as the API takes it. */
export const bodyOf = (values: RuleValues, zone: string) => ({
  twoFactorFrom: values.twoFactorFrom === '' ? null : startOfDay(values.twoFactorFrom, zone),
  passwordMin: numberOf(values.passwordMin),
  keyLifetimeDays: numberOf(values.keyLifetimeDays),
  keyMakers: values.keyMakers === 'managers' ? ('managers' as const) : ('everyone' as const),
})

/** The instant at which a day begins in a zone. */
export function startOfDay(day: string, zone: string): string {
  const utc = new Date(`${day}T00:00:00Z`)
  // Twice, as the offset at UTC midnight may be another than at the zone's own.
  const guess = new Date(utc.getTime() - minutes(zoneOffsetMinutes(zone, utc)))
  return new Date(utc.getTime() - minutes(zoneOffsetMinutes(zone, guess))).toISOString()
}

const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text))

const within = (text: string, least: number, most: number): boolean =>
  text.trim() === '' || (/^\d{1,5}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most)
