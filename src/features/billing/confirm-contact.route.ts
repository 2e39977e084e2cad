import { anyone } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { route } from '#platform/http/route.ts'
import { proveContact } from './contact.queries.ts'
import { ConfirmContact, ContactConfirmed } from './contract.ts'
import { teamNameOf } from './queries.ts'
import { confirmContactRefusals } from './refusals.ts'

/** Lets a team's letters about money come to the mailbox that holds this link. */
export const confirmContact = route({
  method: 'POST',
  path: '/billing/contact-confirmations',
  summary: 'Confirm a billing contact with the link from the letter',
  access: anyone('the letter’s secret is the proof'),
  limit: { per: 'network', max: 60, every: minutes(15) },
  input: ConfirmContact,
  output: ContactConfirmed,
  refusals: confirmContactRefusals,
  audit: 'billing.contact_confirmed',

  async handle({ input, db, now, refuse, record }) {
    return db.transaction(async (tx) => {
      const { team_id, email } = (await proveContact(tx, digest(input.token), now)) ?? refuse('link_invalid')
      await record(tx, { email }, { actor: { kind: 'nobody', id: null }, logs: [team_id] })
      return { email, team: await teamNameOf(tx, team_id) }
    })
  },
})
