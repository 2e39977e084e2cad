import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { contactsOf } from './contact.queries.ts'
import { askContact } from './contact-link.ts'
import { SendContactLink } from './contract.ts'
import { contactLinkRefusals } from './refusals.ts'

/** Sends a billing contact the link that confirms their mailbox once more; the one before it is dead. */
export const sendContactLink = route({
  method: 'POST',
  path: '/teams/{team}/billing/contacts/links',
  summary: 'Send a billing contact the confirming link again',
  access: inTeam('billing.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 20, every: hours(1) },
  input: SendContactLink,
  output: z.object({}),
  status: 202,
  refusals: contactLinkRefusals,
  audit: 'billing.contact_link_sent',

  async handle({ who: { team }, input, db, platform, now, client, refuse, record }) {
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const contact = (await contactsOf(tx, team.id)).find(({ email }) => email === input.email) ?? refuse('not_found')
      if (contact.proven_at) return refuse('contact_proven')
      const { email, kinds } = contact
      await askContact(tx, platform, { teamId: team.id, email, kinds }, client, now)
      await record(tx, { email })
      return {}
    })
  },
})
