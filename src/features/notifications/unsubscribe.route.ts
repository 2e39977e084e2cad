import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { personalSubject } from '#access/principal.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { ChosenTypeName, UnsubscribeInput, unsubscribeRefusals } from './contract.ts'
import { endEmail } from './end-email.ts'
import { readUnsubscribeToken } from './unsubscribe.ts'

/** The button of the page that the link in a letter leads to. */
export const unsubscribe = route({
  method: 'POST',
  path: '/unsubscriptions',
  summary: 'End e-mail of one type',
  access: anyone('who has the letter need not sign in; it can only end e-mail'),
  limit: { per: 'network', max: 60, every: minutes(1) },
  input: UnsubscribeInput,
  output: z.object({ type: ChosenTypeName }),
  refusals: unsubscribeRefusals,
  audit: 'notifications.unsubscribed',

  async handle({ input: { token }, platform, db, now, refuse, record, unchanged }) {
    const meant = readUnsubscribeToken(platform, token) ?? refuse('link_unknown')
    await db.transaction(async (tx) => {
      if (!(await endEmail(tx, meant, now))) return unchanged()
      await record(tx, { type: meant.type, by: 'link' }, personalSubject(meant.userId, [meant.teamId]))
    })
    return { type: meant.type }
  },
})
