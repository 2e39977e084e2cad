import { signedIn } from '#access/guard.ts'
import type { Principal } from '#access/principal.ts'
import { practices, type Safeguard } from '#access/safeguard.ts'
import { countNewBrowsers, countSessions } from '#access/session.queries.ts'
import { aliveNow } from '#access/session-list.ts'
import { earlier } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import type { Db } from '#platform/db/db.ts'
import { route } from '#platform/http/route.ts'
import { countRefusedSignIns } from './activity.queries.ts'
import { type AccountFacts, adviceOf, newsLasts, practiceTitles } from './checklist.ts'
import { Checklist } from './contract.ts'
import { passwordFacts } from './password.queries.ts'

/** The product text's “Best Practices”, live: each line with how this person stands to it and the way to its cure. */
export const showChecklist = (safeguards: readonly Safeguard[]) =>
  route({
    method: 'GET',
    path: '/account/checklist',
    summary: 'Show how well your account is protected',
    access: signedIn(),
    output: Checklist,

    async handle({ who, db, now, platform }) {
      const own = factsOf(db, who, platform.config, now).then(adviceOf)
      const others = safeguards.map(async (safeguard) => (await safeguard.advise?.(db, who, now)) ?? [])
      const advice = (await Promise.all([own, ...others])).flat()
      const items = practices.flatMap((id) => advice.filter((one) => one.id === id))
      return { items: items.map((one) => ({ ...one, title: practiceTitles[one.id] })) }
    },
  })

async function factsOf(db: Db, { user, session }: Principal, config: Config, now: Date): Promise<AccountFacts> {
  const since = earlier(now, newsLasts)
  const when = aliveNow(config, now)
  const [password, refusedSignIns, otherSessions, newBrowsers] = await Promise.all([
    passwordFacts(db, user.id),
    countRefusedSignIns(db, user.id, since),
    countSessions(db, user.id, session.id, when),
    countNewBrowsers(db, user.id, { besides: session.id, since }, when),
  ])
  return {
    zone: user.timezone,
    email: user.email,
    emailVerified: user.emailVerifiedAt !== null,
    notificationEmail: user.notificationEmail,
    password,
    refusedSignIns,
    otherSessions,
    newBrowsers,
  }
}
