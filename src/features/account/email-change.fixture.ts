import { randomUUID } from 'node:crypto'
import type { Person } from '#tests/harness.ts'

/** An address that no other test uses. */
export const newAddress = () => `new.${randomUUID()}@example.com`

/** Asks for another address. */
export const askChange = (who: Person, newEmail: unknown) => who.browser.post('/account/email-change', { newEmail })
