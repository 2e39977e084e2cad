import type { Person, TestApp } from '#tests/harness.ts'

/** Asks for the deletion of somebody's account, at once unless said otherwise. */
export const leave = (who: Person, more: object = {}, browser = who.browser) =>
  browser.post('/account/deletion', { when: 'now', password: who.password, confirm: 'DELETE', ...more })

/** Whether somebody still has an account. */
export const exists = async (app: TestApp, who: Person) =>
  (await app.sql('SELECT 1 FROM users WHERE id = $1', [who.id])).length === 1
