import { signedIn } from '#access/guard.ts'
import { lockUser } from '#access/queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours, later, minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { BeginEnrolment, Enrolment, enrolmentRefusals, mostAuthenticators } from './contract.ts'
import { qrSvg } from './qr-code.ts'
import { authenticatorsOf, insertEnrolment } from './queries.ts'
import { base32, inFours, newTotpSecret, otpauthUrl } from './totp.ts'

/** How long a shown secret waits for its first code. */
export const enrolmentLifetime = minutes(15)

/**
 * Makes the secret of another authenticator app. It counts for nothing until a code of it was typed, and leaves the apps in use alone
 * (V37). Where two-factor authentication is on, this takes a proof that includes the second factor (V32).
 */
export const beginEnrolment = route({
  method: 'POST',
  path: '/account/two-factor/enrolments',
  summary: 'Begin to add an authenticator app',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 20, every: hours(1) },
  input: BeginEnrolment,
  output: Enrolment,
  status: 201,
  refusals: { too_many_authenticators: enrolmentRefusals.too_many_authenticators },
  audit: 'two_factor.enrolment_begun',
  idempotent: true,

  async handle({ who, input, db, now, platform, refuse, record }) {
    const { id: userId, email } = who.user
    const secret = newTotpSecret()
    const id = newId('otp')
    const expiresAt = later(now, enrolmentLifetime)
    await db.transaction(async (tx) => {
      if (!(await lockUser(tx, userId))) return refuse('signed_out')
      const apps = await authenticatorsOf(tx, userId)
      if (apps.length >= mostAuthenticators) return refuse('too_many_authenticators')
      const name = input.name ?? `Authenticator app${apps.length > 0 ? ` ${apps.length + 1}` : ''}`
      const sealed = platform.sealer.seal(secret, userId)
      await insertEnrolment(tx, { id, user_id: userId, name, secret: sealed, created_at: now, expires_at: expiresAt })
      await record(tx, { target: { kind: 'authenticator', id }, name })
    })
    const url = otpauthUrl(secret, email)
    const text = base32(secret)
    return { id, secret: text, secretGroups: inFours(text), otpauthUrl: url, qrSvg: await qrSvg(url), expiresAt }
  },
})
