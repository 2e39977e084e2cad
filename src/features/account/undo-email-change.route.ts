import { anyone } from '#access/guard.ts'
import { peekToken, spendToken, voidOneTimeTokens } from '#access/one-time-tokens.ts'
import { revokeAllSessions } from '#access/sessions.ts'
import { subjectOf } from '#access/subjects.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { Email, linkRefusals, TokenOnly } from './contract.ts'
import { emailRestoredLetter } from './email-change.mail.ts'
import { dropEmailChange, switchEmail } from './email-change.queries.ts'
import { lockPerson } from './queries.ts'
import { notify, recipientOf, recipientsOf } from './recipients.ts'

/**
 * Takes an account back to the address it had, with the link in that old mailbox. Whoever changed it may sit in any session and hold any
 * link, the recovery links to the newer address included, so all of them end; a further change under way is dropped.
 */
export const undoEmailChange = route({
  method: 'POST',
  path: '/account/email-change/undo',
  summary: 'Undo a change of address with the link from the letter to the old mailbox',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 60, every: minutes(15) },
  input: TokenOnly,
  output: Email,
  refusals: linkRefusals,
  audit: 'account.email_change_undone',

  async handle({ input, db, now, client, platform, refuse, record }) {
    const seen = await peekToken(db, 'undo-email-change', input.token, now)
    if (!seen) return refuse('link_invalid')
    return db.transaction(async (tx) => {
      const before = await lockPerson(tx, seen.userId)
      const spent = await spendToken(tx, 'undo-email-change', input.token, now)
      if (!before || !spent) return refuse('link_invalid')
      const restored = { email: spent.details.email ?? spent.address, canonical: spent.address }
      if (!(await switchEmail(tx, before.id, restored, now))) return refuse('address_taken')

      await dropEmailChange(tx, before.id)
      await voidOneTimeTokens(tx, before.id, now)
      const sessionsEnded = await revokeAllSessions(tx, before.id)
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      const told = { oldEmail: restored.email, newEmail: before.email }
      const everyone = [...recipientsOf({ ...before, email: restored.email }), recipientOf(before)]
      await notify(tx, platform, everyone, (to) => emailRestoredLetter(to, deed, told), now)
      const target = { kind: 'email_change', id: spent.subjectId ?? '' }
      const changes = { email: { from: before.email, to: restored.email } }
      await record(tx, { target, changes, sessionsEnded }, await subjectOf(tx, before.id))
      return { email: restored.email }
    })
  },
})
