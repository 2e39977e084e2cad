import { signedIn } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { EmailChange } from './contract.ts'
import { pendingEmailChange } from './email-change.queries.ts'
import { pendingView } from './send-email-change.ts'

/** The change of one's address that waits for its confirmation, if there is one. */
export const showEmailChange = route({
  method: 'GET',
  path: '/account/email-change',
  summary: 'Show the change of your address under way',
  access: signedIn(),
  output: EmailChange,

  async handle({ who, db, now }) {
    const change = await pendingEmailChange(db, who.user.id, now)
    return change ? pendingView(change) : { pending: null }
  },
})
