import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { days } from '#platform/clock.ts'
import { asPipeline } from './api-keys-card.ts'
import { enableTwoFactor } from './second-factor.ts'
import { alsoIn, card, firefox } from './security-tab.ts'
import { openStage } from './stage.ts'

const { app, signedIn } = await openStage()

const words = { done: 'Done', todo: 'To do', attention: 'Needs attention' }

/** How a practice should stand on the page: its state, its sentence, and the words of the link that mends it. */
type Stands = [state: keyof typeof words, says: string, fix?: string]

/** Reads the page anew and looks at one line of the checklist. */
async function stands(page: Page, title: string, [state, says, fix]: Stands): Promise<void> {
  await page.goto('/settings/security')
  const line = card(page, 'checklist').getByRole('listitem').filter({ hasText: title })
  await line.waitFor()
  const link = fix ? `${fix} (${title})` : ''
  expect([await line.getAttribute('data-state'), await line.textContent()]).toEqual([
    state,
    `${words[state]}: ${title}${says}${link}`,
  ])
  expect(await line.getByRole('link').count()).toBe(fix ? 1 : 0)
}

/** Follows the link of a line: it leads to this address, to the heading of the card, and the card offers the cure. */
async function leads(page: Page, title: string, address: string, heading: string, cure: string): Promise<void> {
  await card(page, 'checklist').getByRole('listitem').filter({ hasText: title }).getByRole('link').click()
  await page.waitForURL(`**${address}`)
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe(heading)
  const place = card(page, address.split('#')[1] ?? '')
  await place.getByText(cure).first().waitFor()
  await expect
    .poll(async () => {
      const box = await place.boundingBox()
      return box !== null && box.y > -100 && box.y < 900
    })
    .toBe(true)
}

const inPlace = async (page: Page, says: string) => {
  await page.goto('/settings/security')
  await card(page, 'checklist').getByText(says).waitFor()
}

test('two-factor authentication and backup codes', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  const title = 'Enable 2FA for enhanced account security'
  const codes = 'Store backup codes in a password manager'
  const place = ['/settings/security#two-factor', 'Two-Factor Authentication (2FA)'] as const
  await inPlace(page, '5 of 6 in place.')
  await stands(page, title, ['todo', 'Off: whoever learns your password gets in.', 'Enable 2FA'])
  expect(await card(page, 'checklist').getByText(codes).count()).toBe(0)
  await leads(page, title, ...place, 'Enable 2FA')
  await enableTwoFactor(app, ada)
  await stands(page, title, ['done', 'On, with one authenticator app.'])
  await stands(page, codes, ['done', '10 of 10 left.'])
  await inPlace(page, '7 of 7 in place.')
  await enableTwoFactor(app, ada)
  await stands(page, title, ['done', 'On, with 2 authenticator apps.'])

  const spend = (below: number) =>
    app.sql('UPDATE backup_codes SET spent_at = $2 WHERE user_id = $1 AND slot < $3', [ada.id, app.clock.now(), below])
  await spend(6)
  await stands(page, codes, ['done', '4 of 10 left.'])
  await spend(7)
  await stands(page, codes, ['todo', '3 of 10 left.', 'Make new codes'])
  await leads(page, codes, ...place, 'Make new codes')
  await spend(10)
  await stands(page, codes, ['attention', 'None left: without your phone you could not sign in.', 'Make new codes'])
  await leads(page, codes, ...place, 'No backup codes left')
})

test('the password', async () => {
  const ada = await app.person('Ada Lovelace')
  const page = await signedIn(ada)
  const title = 'Use a strong, unique password'
  const cure = () => leads(page, title, '/settings/security#password', 'Change Password', 'Confirm New Password')
  const judged = (strength: string) =>
    app.sql('UPDATE passwords SET strength = $2 WHERE user_id = $1', [ada.id, strength])
  await stands(page, title, ['done', 'Chosen on 1 Mar 2027. It is on no list of leaked passwords.'])
  await judged('good')
  await stands(page, title, ['done', 'Chosen on 1 Mar 2027. Good at your last sign-in.'])
  await judged('fair')
  const fair = 'Chosen on 1 Mar 2027. Fair: 15 characters or more would be better.'
  await stands(page, title, ['todo', fair, 'Change Password'])
  await cure()
  await judged('weak')
  const weak = 'Chosen on 1 Mar 2027. At your last sign-in it was found easy to guess.'
  await stands(page, title, ['attention', weak, 'Change Password'])
  await cure()
  expect((await ada.browser.post('/account/lockdown')).status).toBe(200)
  const due = 'You secured your account: choose a new password to finish.'
  await stands(page, title, ['attention', due, 'Change Password'])
  await cure()
  await app.sql('DELETE FROM passwords WHERE user_id = $1', [ada.id])
  await stands(page, title, ['todo', 'No password is set.', 'Change Password'])
  await cure()
})

test('unused keys', async () => {
  const ben = await app.person('Ben Babbage')
  const title = 'Regularly review and revoke unused API keys'
  const first = await makeKey(ben, { name: 'Nightly', expiresInDays: null })
  await makeKey(ben, { name: 'Forgotten', expiresInDays: null })
  app.clock.advance(days(91))
  await ben.browser.post('/auth/sessions', { email: ben.email, password: ben.password })
  const page = await signedIn(ben)
  await stands(page, title, ['attention', '2 of your API keys have not been used for 90 days.', 'Look at your keys'])
  await leads(page, title, '/settings/security#api-keys', 'API Keys', 'Forgotten')
  expect((await asPipeline(app, first.secret)).status).toBe(200)
  const one = '1 of your API keys has not been used for 90 days.'
  await expect
    .poll(async () => {
      await page.reload()
      return card(page, 'checklist').getByRole('listitem').filter({ hasText: title }).textContent()
    })
    .toContain(one)
  await stands(page, title, ['attention', one, 'Look at your keys'])
  await app.sql(`DELETE FROM api_keys WHERE name = 'Forgotten' AND team_id = $1`, [ben.teamId])
  await stands(page, title, ['done', 'None of your API keys has been unused for 90 days.'])
})

test('refused sign-ins and browsers that are new', async () => {
  const cy = await app.person('Cy Careful')
  const page = await signedIn(cy)
  const [log, browsers] = ['Check audit logs for suspicious activity', 'Know every signed-in browser']
  const mistype = () => app.browser().post('/auth/sessions', { email: cy.email, password: 'not-the-password' })
  const look = () => leads(page, log, '/settings/security#activity', 'Recent activity', 'A sign-in was refused')
  const review = () => leads(page, browsers, '/settings/security#sessions', 'Sessions', 'Firefox on Windows')
  await stands(page, log, ['done', 'No sign-in was refused in the last 7 days.'])
  await stands(page, browsers, ['done', 'You are signed in here and nowhere else.'])
  await mistype()
  await stands(page, log, ['done', '1 sign-in was refused in the last 7 days.', 'Look at it'])
  await look()
  await mistype()
  await mistype()
  await stands(page, log, ['attention', '3 sign-ins were refused in the last 7 days.', 'Look at it'])
  await look()
  await alsoIn(app, cy, firefox)
  const first = 'signed in for the first time in the last 7 days.'
  await stands(page, browsers, ['attention', `Another browser ${first} Is it yours?`, 'Review sessions'])
  await review()
  await alsoIn(app, cy, firefox)
  await stands(page, browsers, ['attention', `2 other browsers ${first} Are they yours?`, 'Review sessions'])
  await review()
  app.clock.advance(days(8))
  await stands(page, log, ['done', 'No sign-in was refused in the last 7 days.'])
  await stands(page, browsers, ['done', 'This session and 2 other sessions, none in a browser new to you.'])
})

test('the address', async () => {
  const di = await app.person('Di Address')
  const page = await signedIn(di)
  const title = 'Keep your email address up to date'
  await stands(page, title, ['done', `${di.email} is verified.`])
  await app.sql('UPDATE users SET notification_email = $2 WHERE id = $1', [di.id, 'di.notices@example.com'])
  await stands(page, title, ['done', `${di.email} is verified. Notices go to di.notices@example.com as well.`])
  await app.sql('UPDATE users SET email_verified_at = NULL WHERE id = $1', [di.id])
  const says = `${di.email} is not verified yet: a link to recover your account might not reach you.`
  await stands(page, title, ['todo', says, 'Verify it'])
  await leads(page, title, '/settings/profile#email', 'Email address', 'Resend the letter')
})
