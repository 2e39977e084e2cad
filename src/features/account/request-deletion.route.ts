import type { Departure } from '#access/departure.ts'
import { demandSession, signedIn } from '#access/guard.ts'
import { leaverOf, lockTeamsOf } from '#access/leaving.queries.ts'
import { sessionCookie } from '#access/sessions.ts'
import { proofLasts } from '#access/step-up.ts'
import { days, later, minutes } from '#platform/clock.ts'
import { verifyPassword } from '#platform/crypto/passwords.ts'
import { route } from '#platform/http/route.ts'
import { beginErasure } from './begin-erasure.ts'
import { DeletionRequested, deletionRefusals, deletionWord, graceDays, RequestDeletion } from './contract.ts'
import { deletionScheduledLetter } from './deletion.mail.ts'
import { deletionOf, scheduleDeletion } from './deletion.queries.ts'
import { obstaclesTo } from './obstacles.ts'
import { lockPerson, passwordHashOf } from './queries.ts'
import { notify, recipientsOf } from './recipients.ts'

/**
 * Deletes one's own account: now, or in 30 days, until when it can be cancelled and everything works as before. Takes a fresh proof (with the
 * second factor where there is one), the password, and the word. “Now” ends every way in at once and cannot be undone; the erasing itself is a job.
 */
export const requestDeletion = (departures: readonly Departure[]) =>
  route({
    method: 'POST',
    path: '/account/deletion',
    summary: 'Delete your account',
    access: signedIn({ confirmedWithin: proofLasts, secondFactor: true, endsSession: true }),
    limit: { per: 'user', max: 10, every: minutes(15) },
    input: RequestDeletion,
    output: DeletionRequested,
    status: 202,
    refusals: deletionRefusals,
    audit: 'account.deletion_requested',
    auditRefused: ['password_wrong'],

    async handle({ who, input, db, now, client, platform, refuse, record, setCookie, setHeader }) {
      if (input.confirm.trim() !== deletionWord) return refuse('word_missing', 'confirm')
      const seen = await passwordHashOf(db, who.user.id)
      if (!(await verifyPassword(seen, input.password))) return refuse('password_wrong', 'password')
      const atOnce = input.when === 'now'
      const dueAt = atOnce ? now : later(now, days(graceDays))

      await db.transaction(async (tx) => {
        // The person, then their teams: in this order everywhere.
        const person = (await lockPerson(tx, who.user.id)) ?? refuse('signed_out')
        await demandSession(tx, who)
        if ((await passwordHashOf(tx, person.id)) !== seen) return refuse('changed_at_once')
        await lockTeamsOf(tx, person.id)
        const leaver = (await leaverOf(tx, person.id)) ?? refuse('signed_out')
        const obstacles = await obstaclesTo(departures, tx, leaver, now)
        if (obstacles.length > 0) return refuse('deletion_blocked', { extra: { obstacles } })
        if (!atOnce && (await deletionOf(tx, person.id))) return refuse('already_scheduled')
        await scheduleDeletion(tx, { userId: person.id, dueAt, warned: atOnce ? now : null }, now)
        await record(tx, { when: input.when, dueAt })
        if (atOnce) return beginErasure(tx, platform, departures, person.id, now)
        const deed = { client, now, publicUrl: platform.config.publicUrl }
        return notify(tx, platform, recipientsOf(person), (to) => deletionScheduledLetter(to, deed, dueAt), now)
      })
      if (atOnce) {
        setCookie(sessionCookie, null)
        setHeader('Clear-Site-Data', '"cache", "storage"')
      }
      return { state: atOnce ? ('erasing' as const) : ('scheduled' as const), dueAt }
    },
  })
