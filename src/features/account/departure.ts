import type { Departure } from '#access/departure.ts'
import { forgetAnswers } from '#platform/http/idempotency.ts'
import { forgetCounts } from '#platform/http/limits.ts'
import { forgetMailboxes } from '#platform/mail/outbox.ts'
import { lettersTo } from '#platform/mail/queries.ts'
import { avatarOf } from './avatar.queries.ts'
import { anybodyElse, deleteUser } from './deletion.queries.ts'
import { pendingEmailChange } from './email-change.queries.ts'
import { passwordFacts } from './password.queries.ts'
import { userById } from './queries.ts'
import { recipientsOf } from './recipients.ts'

/** What leaving means for the account itself: the last step, after which nobody of this name was here. */
export const accountDeparture: Departure = {
  slice: 'account',

  async obstacles(on, { user }) {
    if (!user.isOperator || !(await anybodyElse(on, user.id))) return []
    const says =
      'You run this installation, and others use it. Hand it over first: aegisrunner admin hand-over <e-mail of the new operator>.'
    return [{ code: 'operator', says, fixes: [] }]
  },

  belongings: async (_on, { user }) => [
    { what: 'Your profile, addresses and password', count: 1, stays: false },
    { what: 'Your picture', count: user.avatarId ? 1 : 0, stays: false },
  ],

  async erase(tx, platform, userId) {
    const user = await userById(tx, userId)
    if (!user) return
    const mailboxes = recipientsOf(user).map(({ email }) => email)
    const change = await pendingEmailChange(tx, userId, user.created_at)
    if (change) mailboxes.push(change.new_email)
    await forgetMailboxes(tx, platform, mailboxes, [...mailboxes, user.full_name])
    await forgetAnswers(tx, userId)
    await forgetCounts(tx, userId)
    await deleteUser(tx, userId)
  },

  async export(on, _platform, userId) {
    const user = await userById(on, userId)
    if (!user) return []
    const { email, notification_email, full_name, phone, timezone, company, job_title, created_at } = user
    const password = await passwordFacts(on, userId)
    const change = await pendingEmailChange(on, userId, created_at)
    const mailboxes = [...recipientsOf(user).map((to) => to.email), ...(change ? [change.new_email] : [])]
    const profile = {
      id: user.id,
      fullName: full_name,
      email,
      emailVerifiedAt: user.email_verified_at,
      notificationEmail: notification_email,
      phone,
      timezone,
      company,
      jobTitle: job_title,
      isOperator: user.is_operator,
      createdAt: created_at,
      passwordChangedAt: password?.changedAt ?? null,
      newAddressWaiting: change?.new_email ?? null,
    }
    const picture = await avatarOf(on, userId)
    return [
      { name: 'profile.json', says: 'Your name, addresses and preferences.', content: profile },
      {
        name: 'letters.json',
        says: 'Letters to your addresses: about what, when, and whether they arrived.',
        content: await lettersTo(on, mailboxes),
      },
      ...(picture ? [{ name: 'picture.webp', says: 'Your picture.', content: picture }] : []),
    ]
  },
}
