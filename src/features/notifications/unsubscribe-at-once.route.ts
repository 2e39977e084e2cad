import { z } from 'zod'
import { anyone } from '#access/guard.ts'
import { personalSubject } from '#access/principal.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { unsubscribeRefusals } from './contract.ts'
import { endEmail } from './end-email.ts'
import { readUnsubscribeToken } from './unsubscribe.ts'

/** The one click of a mail program (RFC 8058): a form without a cookie, an Origin or a session ends e-mail of one type. */
export const unsubscribeAtOnce = route({
  method: 'POST',
  path: '/unsubscriptions/{token}',
  summary: 'End e-mail of one type with one click',
  access: anyone('mail programs do it for whoever has the letter; it can only end e-mail'),
  limit: { per: 'network', max: 60, every: minutes(1) },
  rawBody: ['application/x-www-form-urlencoded', 'multipart/form-data'],
  maxBody: 8 * 1024,
  fromPrograms: true,
  output: z.object({}),
  refusals: unsubscribeRefusals,
  audit: 'notifications.unsubscribed',

  async handle({ params, raw, platform, db, now, refuse, record, unchanged }) {
    const meant = readUnsubscribeToken(platform, params.token) ?? refuse('not_found')
    if (!isOneClick(raw)) refuse('not_one_click')
    await db.transaction(async (tx) => {
      if (!(await endEmail(tx, meant, now))) return unchanged()
      await record(tx, { type: meant.type, by: 'mail program' }, personalSubject(meant.userId, [meant.teamId]))
    })
    return {}
  },
})

// As a form or as multipart; whatever follows a link on its own sends something else, or nothing.
const isOneClick = (body: unknown): boolean =>
  Buffer.isBuffer(body) && /List-Unsubscribe(=|"\s+)One-Click/.test(body.toString('latin1'))
