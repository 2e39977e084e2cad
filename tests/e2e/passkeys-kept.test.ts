import { expect, test } from 'vitest'
import { passkeys, withDevice, withoutOffers } from './passkey-device.ts'
import { signOut } from './second-factor.ts'
import { openStage } from './stage.ts'

const { app, signedIn } = await openStage()

test('where each passkey is kept: on this device only, or synced, which follows what the device says when it is used', async () => {
  const pia = await app.person('Pia Passkey')
  const page = await signedIn(pia)
  await withoutOffers(page)
  await page.goto('/settings/security')
  const rows = passkeys(page).getByRole('listitem')
  const add = async (name: string) => {
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await passkeys(page).getByText(`${name} was added`).waitFor()
  }
  const kept = async (name: string) =>
    rows
      .filter({ has: page.getByRole('button', { name: `Rename ${name}`, exact: true }) })
      .getByText(/^(Synced|This device only)$/)
      .innerText()

  const securityKey = await withDevice(page)
  await add('Passkey')
  await securityKey.takeAway()
  const manager = await withDevice(page, { mayBeCopied: true, copied: true })
  await add('Passkey 2')
  await manager.takeAway()
  const phone = await withDevice(page, { mayBeCopied: true })
  await add('Passkey 3')
  expect([await kept('Passkey'), await kept('Passkey 2'), await kept('Passkey 3')]).toEqual([
    'This device only',
    'Synced',
    'This device only', // it may be copied, and has not been
  ])

  await page.getByRole('button', { name: 'Delete Passkey', exact: true }).click()
  await passkeys(page).getByText('The device may still list it until you remove it there too.').waitFor()
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('button', { name: 'Delete Passkey 2' }).click()
  await passkeys(page).getByText('The password manager may still list it until you remove it there too.').waitFor()
  await page.getByRole('button', { name: 'Keep it' }).click()

  await phone.copy()
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL('**/welcome')
  await page.goto('/settings/security')
  await passkeys(page).getByText('last used').waitFor()
  expect(await kept('Passkey 3')).toBe('Synced')
})

test('the last way in is not deleted: the page says why, keeps it, and lets it go once there is another', async () => {
  const lou = await app.person('Lou Last')
  const page = await signedIn(lou)
  await withoutOffers(page)
  const device = await withDevice(page)
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await passkeys(page).getByText('Passkey was added').waitFor()
  await app.sql('DELETE FROM passwords WHERE user_id = $1', [lou.id])

  await page.getByRole('button', { name: 'Delete Passkey' }).click()
  await page.getByRole('button', { name: 'Delete it' }).click()
  const why = 'This is the only way into your account. Add another passkey or choose a password first.'
  await passkeys(page).getByText(why).waitFor()
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(why)
  await page.getByRole('button', { name: 'Keep it' }).click()
  await page.getByRole('button', { name: 'Delete Passkey' }).waitFor()
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL('**/welcome')

  await device.takeAway()
  await withDevice(page)
  await page.goto('/settings/security')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await passkeys(page).getByText('Passkey 2 was added').waitFor()
  await page.getByRole('button', { name: 'Delete Passkey', exact: true }).click()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await page.getByRole('button', { name: 'Delete Passkey', exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Delete Passkey 2' }).waitFor()
})
