import { signedIn } from '#access/guard.ts'
import { noticesTo } from '#access/notices.ts'
import { lockUser, noteSecondFactor } from '#access/queries.ts'
import { revokeOtherSessions } from '#access/sessions.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { authenticatorAddedLetter } from './authenticators.mail.ts'
import { replaceBackupCodes } from './backup-code.queries.ts'
import { newBackupCodes } from './backup-codes.ts'
import { openSecret } from './code-in-apps.ts'
import {
  ConfirmEnrolment,
  codeRefusals,
  EnrolmentConfirmed,
  enrolmentRefusals,
  mostAuthenticators,
} from './contract.ts'
import { authenticatorsOf, confirmAuthenticator, enrolmentOf, secondFactorOn } from './queries.ts'
import { matchingStep } from './totp.ts'
import { authenticatorView } from './views.ts'

/**
 * Puts an authenticator app into use with its first code, which is used up by this. The first app switches two-factor authentication on and
 * brings the backup codes. Every other session ends (ASVS 7.4.3).
 */
export const confirmEnrolment = route({
  method: 'POST',
  path: '/account/two-factor/enrolments/{id}/confirmation',
  summary: 'Add the authenticator app that shows this code',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  // Not the count of second factors: the secret was shown to whoever is guessing, and nothing is protected by it yet.
  limit: { per: 'user', max: 30, every: minutes(15) },
  input: ConfirmEnrolment,
  output: EnrolmentConfirmed,
  refusals: { ...enrolmentRefusals, code_wrong: codeRefusals.code_wrong },
  audit: 'two_factor.authenticator_added',
  auditRefused: ['code_wrong'],

  async handle({ who, input, params, db, now, client, platform, refuse, record }) {
    const { id: userId } = who.user
    const enrolment = await enrolmentOf(db, userId, params.id)
    if (!enrolment) return refuse('not_found')
    if (!enrolment.expires_at || enrolment.expires_at <= now) return refuse('enrolment_over')
    const secret = openSecret(platform, enrolment)
    const step = secret && matchingStep(secret, input.code, now)
    if (!step) return refuse('code_wrong', 'code')
    const codes = (await secondFactorOn(db, userId)) ? null : await newBackupCodes()

    return db.transaction(async (tx) => {
      await lockUser(tx, userId)
      const apps = await authenticatorsOf(tx, userId)
      if (apps.length >= mostAuthenticators) return refuse('too_many_authenticators')
      const added = await confirmAuthenticator(tx, { userId, id: params.id, step }, now)
      // The other way round, two-factor authentication was switched off meanwhile: start again, with backup codes.
      if (!added || (apps.length === 0) !== (codes !== null)) return refuse('enrolment_over')
      const first = codes !== null
      if (codes) await replaceBackupCodes(tx, userId, codes.hashes, now)
      const sessionsEnded = await revokeOtherSessions(tx, userId, who.session.id)
      await noteSecondFactor(tx, who.session.id, now)
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      for (const to of noticesTo(who.user))
        await mail(tx, platform, to, authenticatorAddedLetter(to, deed, { name: added.name, first }), now)
      await record(tx, { target: { kind: 'authenticator', id: added.id }, name: added.name, first, sessionsEnded })
      return { authenticator: authenticatorView(added), backupCodes: codes?.shown ?? null, sessionsEnded }
    })
  },
})
