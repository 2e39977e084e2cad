import { randomUUID } from 'node:crypto'
import type { Person, TestApp } from '#tests/harness.ts'

/** What tests of a second address for notices do and look at. */
export function noticesIn(app: TestApp) {
  const ask = (who: Person, email: unknown) => who.browser.put('/account/notification-email', { email })
  return {
    /** An address that no other test uses. */
    fresh: () => `notices.${randomUUID()}@example.com`,
    ask,
    confirm: (token?: string) => app.browser().post('/account/notification-email/confirmation', { token }),
    shown: async (who: Person) => (await who.browser.get('/account')).body.notificationEmail,
    /** Asks, and answers the secret of the letter. */
    linkFor: async (who: Person, email: string): Promise<string> => {
      await ask(who, email)
      return (await app.mail(email)).at(-1)?.token('/confirm-notification-email') ?? ''
    },
    /** What a person's log says of this, oldest first. */
    actions: async (who: Person) =>
      (await app.sql<{ action: string }>(`SELECT action FROM audit_log WHERE log_id = $1 ORDER BY at, id`, [who.id]))
        .map((row) => row.action)
        .filter((action) => action.startsWith('account.notification')),
  }
}
