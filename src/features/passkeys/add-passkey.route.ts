import { signedIn } from '#access/guard.ts'
import { noticesTo } from '#access/notices.ts'
import { lockUser } from '#access/queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { mail } from '#platform/mail/outbox.ts'
import { takeCeremony } from './ceremony.ts'
import { longestName, mostPasskeys, Passkey, RegistrationAnswer, registrationRefusals } from './contract.ts'
import { passkeyView } from './passkey-view.ts'
import { passkeyAddedLetter } from './passkeys.mail.ts'
import { providerOf } from './provider.ts'
import { insertPasskey, type PasskeyRow, passkeysOf } from './queries.ts'
import { freeName } from './rules.ts'
import { verifyRegistration } from './verify-answer.ts'

/** Adds a passkey that the browser has just made. Named after its provider; the person is told by mail. */
export const addPasskey = route({
  method: 'POST',
  path: '/account/passkeys',
  summary: 'Add a passkey',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 30, every: minutes(15) },
  input: RegistrationAnswer,
  output: Passkey,
  status: 201,
  refusals: registrationRefusals,
  audit: 'passkeys.added',

  async handle({ who, input, db, now, platform, client, cookies, log, refuse, record }) {
    const userId = who.user.id
    const ceremony = { purpose: 'register', userId } as const
    const challenge = await takeCeremony({ platform, cookies, now }, input.ceremonyId, ceremony)
    if (!challenge) return refuse('ceremony_over')
    const made = await verifyRegistration(platform.config, input, challenge).catch((error: Error) => {
      log.info({ why: error.message }, 'a passkey was not added')
      return refuse('registration_refused')
    })

    return db.transaction(async (tx) => {
      await lockUser(tx, userId) // parallel additions come one after the other, so that each counts and names itself after the last
      const existing = await passkeysOf(tx, userId)
      if (existing.length >= mostPasskeys) return refuse('too_many_passkeys')
      const provider = providerOf(made.aaguid)
      const taken = existing.map(({ name }) => name)
      const row: PasskeyRow = {
        id: newId('psk'),
        user_id: userId,
        credential_id: made.credentialId,
        public_key: Buffer.from(made.publicKey),
        counter: made.counter,
        transports: input.response.response.transports ?? [],
        aaguid: made.aaguid,
        backup_eligible: made.backupEligible,
        synced: made.synced,
        name: freeName(provider ?? 'Passkey', taken, longestName),
        created_at: now,
        last_used_at: null,
      }
      if (!(await insertPasskey(tx, row))) return refuse('passkey_exists')
      const target = { kind: 'passkey', id: row.id }
      await record(tx, { target, name: row.name, provider, synced: row.synced })
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      for (const to of noticesTo(who.user)) await mail(tx, platform, to, passkeyAddedLetter(to, deed, row.name), now)
      return passkeyView(row)
    })
  },
})
