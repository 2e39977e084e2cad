import { anyone } from '#access/guard.ts'
import { issueToken, peekToken, spendToken } from '#access/one-time-tokens.ts'
import { revokeAllSessions, revokeOtherSessions } from '#access/sessions.ts'
import { subjectOf } from '#access/subjects.ts'
import { hours, minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { Email, linkRefusals, TokenOnly } from './contract.ts'
import { emailChangedLetter, emailMovedAwayLetter } from './email-change.mail.ts'
import { switchEmail, takeEmailChange } from './email-change.queries.ts'
import { lockPerson } from './queries.ts'
import { notify, recipientOf, recipientsOf } from './recipients.ts'
import { voidLinks } from './void-links.ts'

/** How long the old mailbox can take the account back. */
export const undoLifetime = hours(72)

/**
 * Moves an account to the address whose mailbox holds this link. Every other open link and session ends, but for the session of the browser
 * that confirms, if it is the person's own. The old mailbox is told and can undo it (V76); it is not asked.
 */
export const confirmEmailChange = route({
  method: 'POST',
  path: '/account/email-change/confirmation',
  summary: 'Confirm a new address with the link from the letter',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 60, every: minutes(15) },
  input: TokenOnly,
  output: Email,
  refusals: linkRefusals,
  audit: 'account.email_changed',

  async handle({ who, input, db, now, client, platform, refuse, record }) {
    const seen = await peekToken(db, 'confirm-email-change', input.token, now)
    if (!seen) return refuse('link_invalid')
    return db.transaction(async (tx) => {
      const before = await lockPerson(tx, seen.userId)
      const spent = await spendToken(tx, 'confirm-email-change', input.token, now)
      if (!before || !spent) return refuse('link_invalid')
      const named = { userId: before.id, id: spent.subjectId ?? '', canonical: spent.address }
      const change = await takeEmailChange(tx, named, now)
      if (!change) return refuse('link_invalid')
      const after = { email: change.new_email, canonical: change.new_canonical }
      if (!(await switchEmail(tx, before.id, after, now))) return refuse('address_taken')

      await voidLinks(tx, before.id, now)
      const session = who.principal?.user.id === before.id ? who.principal.session.id : null
      const sessionsEnded = session
        ? await revokeOtherSessions(tx, before.id, session)
        : await revokeAllSessions(tx, before.id)
      const token = await issueToken(
        tx,
        {
          userId: before.id,
          purpose: 'undo-email-change',
          address: before.email_canonical,
          subjectId: change.id,
          details: { email: before.email, canonical: before.email_canonical },
          lifetime: undoLifetime,
        },
        now,
      )
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      const told = { oldEmail: before.email, newEmail: after.email }
      const old = recipientOf(before)
      await mail(tx, platform, old, emailMovedAwayLetter(old, deed, { newEmail: after.email, token }), now)
      // The old mailbox has its own letter, even where it is the address for notices as well.
      const others = recipientsOf({ ...before, email: after.email }).filter((to) => to.email !== before.email)
      await notify(tx, platform, others, (to) => emailChangedLetter(to, deed, told), now)
      const target = { kind: 'email_change', id: change.id }
      const changes = { email: { from: before.email, to: after.email } }
      await record(tx, { target, changes, sessionsEnded }, await subjectOf(tx, before.id))
      return { email: after.email }
    })
  },
})
