import { expect, test } from 'vitest'
import { makeProject } from '#features/projects/projects.fixture.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'

const { app, signedIn } = await openStage()

test('a key is made for one project and says so; another is limited later, and only to fewer', async () => {
  const ada = await app.person('Ada Lovelace')
  for (const name of ['Blog of the shop', 'Shop']) await makeProject(ada, { name })
  const page = await signedIn(ada)
  await page.goto('/settings/security')
  const card = page.locator('#api-keys')
  await card.getByRole('button', { name: 'Generate API Key' }).click()
  const form = card.getByRole('form', { name: 'Generate API Key' })
  await form.getByLabel('Descriptive name').fill('CI of the shop')
  await form.getByLabel('Chosen projects').check()
  await form.getByRole('button', { name: 'Generate the key' }).click()
  await form.getByText('Tick at least one project, or choose every project.').first().waitFor()
  await form.getByLabel('Shop', { exact: true }).check()
  await form.getByText('the project Shop').waitFor()
  await lookAt(page, 'key-projects')
  await form.getByRole('button', { name: 'Generate the key' }).click()
  await page.getByLabel('I have stored this key').check()
  await page.getByRole('button', { name: 'Done' }).click()
  await card.getByText('CI', { exact: true }).first().click()
  await card.getByText('In the project Shop').waitFor()

  await card.getByRole('button', { name: 'Generate API Key' }).click()
  await form.getByLabel('Descriptive name').fill('Everywhere')
  await form.getByRole('button', { name: 'Generate the key' }).click()
  await page.getByLabel('I have stored this key').check()
  await page.getByRole('button', { name: 'Done' }).click()
  await card.getByRole('button', { name: 'Limit Everywhere' }).click()
  const limit = card.getByRole('form', { name: 'Limit Everywhere' })
  await limit.getByLabel('Shop', { exact: true }).uncheck()
  await lookAt(page, 'key-limit')
  await limit.getByRole('button', { name: 'Limit the key' }).click()
  await limit.waitFor({ state: 'detached' })
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/keys`)
  const projects = (await ada.browser.get(`/teams/${ada.teamId}/projects`)).body.items
  const blog = projects.find(({ name }: { name: string }) => name === 'Blog of the shop')
  expect(body.items[0].projectIds).toEqual([blog.id])
})
