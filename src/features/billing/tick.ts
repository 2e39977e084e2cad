import { earlier, later } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'
import { dueTeams } from './due.queries.ts'
import { takeStep } from './due-step.ts'
import { carryOut } from './pay.ts'
import { ProviderFault } from './providers/provider.ts'
import { answerTime, cardNotice, renewalNotice } from './rules.ts'

const atOnce = 200
// Far more than any team can have due; stops what would never end.
const mostSteps = 500

/**
 * Does everything about money that is due by now: renewals, payments, retries, ends, letters. After a standstill it catches up, each team's
 * things in the order they were due. May run twice and on several nodes at once: each step is taken under the team's lock, once.
 */
export async function tick(platform: Platform, now: Date): Promise<void> {
  const due = {
    now,
    renewalsUntil: later(now, renewalNotice),
    cardsUntil: later(now, cardNotice),
    begunBefore: earlier(now, answerTime),
    limit: atOnce,
  }
  let after = ''
  for (;;) {
    const teams = await dueTeams(platform.db, { ...due, after })
    for (const teamId of teams) await tickTeam(platform, teamId, now)
    if (teams.length < atOnce) return
    after = teams.at(-1) ?? ''
  }
}

/** The same for one team. What goes wrong with one team's provider stops nobody else. */
export async function tickTeam(platform: Platform, teamId: string, now: Date): Promise<void> {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    try {
      const step = await takeStep(platform, teamId, now)
      if (step === 'nothing') return
      if (step !== 'done') await carryOut(platform, step.payment, step.invoice, now)
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error
      platform.log.warn({ err: error, teamId }, 'a payment has no answer yet; it is asked about again')
      return
    }
  }
}
