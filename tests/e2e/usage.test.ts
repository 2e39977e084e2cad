import { expect, test, vi } from 'vitest'
import { makeKey } from '#features/api-keys/key.fixture.ts'
import { noteStanding } from '#features/usage/public.ts'
import { endTrial, use } from '#features/usage/usage.fixture.ts'
import { days, minutes } from '#platform/clock.ts'
import { lookAt } from './look-at.ts'
import { openStage } from './stage.ts'
import { tabTo } from './tab-to.ts'

// Each look at the page is taken at several sizes and themes.
vi.setConfig({ testTimeout: minutes(3) })

const { app, signedIn } = await openStage()
const selfHosted = await openStage({ AEGIS_PLANS: 'selfhosted' })
const now = () => app.clock.now()

test('a team in the middle of its period sees what is used, by whom and day by day, what the pace leads to, and changes its alerts', async () => {
  const ada = await app.person('Ada Lovelace', { timezone: 'Asia/Kolkata' })
  const { id: keyId } = await makeKey(ada, { name: 'CI main, GitHub Actions' })
  for (const [id, name] of [
    ['prj_shop', 'Shop'],
    ['prj_blog', 'The blog of the company with a rather long name'],
  ]) {
    await app.sql(
      "INSERT INTO projects (team_id, id, name, base_url, description, created_at) VALUES ($1, $2, $3, 'https://x.example', '', $4)",
      [ada.teamId, id, name, now()],
    )
  }
  await app.platform.db.transaction((tx) => noteStanding(tx, app.platform, ada.teamId, 'projects', 9, now()))
  for (let day = 0; day < 6; day++) {
    const at = new Date(now().getTime() + days(day))
    await use(app.platform, ada.teamId, at, { amount: 120 + ((day * 97) % 180), projectId: 'prj_shop', keyId })
    await use(app.platform, ada.teamId, at, { amount: 20 + day * 5, projectId: 'prj_blog' })
    if (day % 2) await use(app.platform, ada.teamId, at, { amount: 4, meter: 'crawls', projectId: 'prj_shop' })
  }
  app.clock.advance(days(5))
  const page = await signedIn(ada)
  await page.goto('/settings/profile')
  await page.getByRole('tab', { name: 'Usage' }).click()
  const usage = page.locator('#settings-panel')
  await usage.getByRole('heading', { name: 'This period' }).waitFor()
  await usage.getByText('CI main, GitHub Actions').waitFor()
  const text = await usage.innerText()
  for (const part of [
    'Pro, on trial · 1 Mar 2027 – 15 Mar 2027',
    'of 2,500',
    '90 %',
    '15 Mar 2027, 14:30',
    'Without an API key',
  ]) {
    expect(text).toContain(part)
  }
  expect(text).toMatch(/At this pace the limit is reached on 1\d Mar 2027\./)
  expect(await usage.getByRole('meter', { name: 'Test Runs' }).getAttribute('aria-valuetext')).toMatch(
    /^1,\d+ of 2,500, \d+ percent$/,
  )
  await usage.getByRole('img', { name: /^Test Runs day by day: 1,\d+ in this period, most on/ }).waitFor()
  await usage.getByText('Show as a table').click()
  await lookAt(page, 'usage')

  await usage.getByRole('radio', { name: 'Crawls' }).check()
  await usage.getByRole('img', { name: /^Crawls day by day: 12 in this period/ }).waitFor()
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    usage.getByRole('link', { name: 'Download CSV' }).click(),
  ])
  expect(file.suggestedFilename()).toBe('aegisrunner-usage-2026-03-06-2027-03-06.csv')

  await usage.getByLabel('Further percentages').fill('50, lots')
  await usage.getByRole('button', { name: 'Save Changes' }).click()
  await usage.getByText('Write whole percentages from 1 to 99, such as 50, 75.').first().waitFor()
  await lookAt(page, 'usage-alerts-refused')
  await usage.getByLabel('Further percentages').fill('25, 50 %')
  await usage.getByLabel('Tell us when the pace will not last').uncheck()
  await page.keyboard.press('Control+s')
  await usage.getByText('Saved', { exact: true }).waitFor()
  await usage.getByText('Test Runs: 50 %').waitFor()
  expect(await usage.getByLabel('Further percentages').inputValue()).toBe('25, 50')
})

test('at the limit the page says so in words, with what goes on and where there is more', async () => {
  const ada = await app.person('Ada Full')
  await endTrial(app, ada.teamId)
  await use(app.platform, ada.teamId, now(), { amount: 50 })
  await use(app.platform, ada.teamId, now(), { amount: 9, meter: 'crawls' })
  await app.platform.db.transaction((tx) => noteStanding(tx, app.platform, ada.teamId, 'projects', 3, now()))
  const page = await signedIn(ada)
  await page.goto('/settings/usage')
  await page.getByText('Limit reached: no new run until then, and schedules pause. What runs is finished.').waitFor()
  await page.getByText('2 more than the plan has room for. Nothing is taken away.').waitFor()
  await page.getByText('Test Runs: 100 %, 50 of 50').waitFor()
  const link = page.getByRole('link', { name: 'Choose a larger plan' })
  expect(await link.getAttribute('href')).toBe(`/settings/billing?team=${ada.teamId}`)
  await lookAt(page, 'usage-full')
})

test('a new team, and somebody whose role does not include usage, are told why there is nothing', async () => {
  const ada = await app.person('Ada New')
  const page = await signedIn(ada)
  await page.goto('/settings/usage')
  await page.getByText('Nothing was used in this period yet.').first().waitFor()
  await lookAt(page, 'usage-none')
  const cleo = await app.person('Cleo Member')
  await app.join(cleo, ada.teamId, 'member')
  const hers = await signedIn(cleo)
  await hers.goto(`/settings/usage?team=${ada.teamId}`)
  await hers.getByText('does not include usage').waitFor()
  await lookAt(hers, 'usage-forbidden')
})

test('by keyboard alone: choose what the chart shows, open its table, and change the alerts', async () => {
  const ada = await app.person('Ada Keyboard')
  await use(app.platform, ada.teamId, now(), { meter: 'crawls', amount: 7 })
  const page = await signedIn(ada)
  await page.goto('/settings/usage')
  await page.getByRole('img', { name: /^Test Runs day by day: none/ }).waitFor()
  await tabTo(page, /^Test Runs$/)
  await page.keyboard.press('ArrowRight')
  await page.getByRole('img', { name: /^Crawls day by day: 7 in this period/ }).waitFor()
  await tabTo(page, /^Show as a table$/)
  await page.keyboard.press('Enter')
  await page.getByRole('columnheader', { name: 'Day (UTC)' }).waitFor()
  await tabTo(page, /^Further percentages/)
  await page.keyboard.type('60')
  await page.keyboard.press('Escape')
  expect(await page.getByLabel('Further percentages').inputValue()).toBe('')
  await page.keyboard.type('70')
  await tabTo(page, /^Tell us when the pace/)
  await page.keyboard.press('Space')
  await tabTo(page, /^Save Changes$/)
  await page.keyboard.press('Enter')
  await page.getByText('Saved', { exact: true }).waitFor()
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/usage/alerts`)
  expect(body).toEqual({ thresholds: [70], pace: false, version: 2 })
})

test('two people who change the alerts at once: the second sees both values and chooses', async () => {
  const ada = await app.person('Ada Both')
  const page = await signedIn(ada)
  await page.goto('/settings/usage')
  await page.getByLabel('Further percentages').fill('60')
  await ada.browser.send('PUT', `/teams/${ada.teamId}/usage/alerts`, { thresholds: [40], pace: true }, { ifMatch: 1 })
  await page.getByRole('button', { name: 'Save Changes' }).click()
  await page.getByText('40', { exact: false }).first().waitFor()
  await page.getByRole('button', { name: /mine/i }).first().click()
  await page.getByRole('button', { name: 'Save Changes' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  const { body } = await ada.browser.get(`/teams/${ada.teamId}/usage/alerts`)
  expect(body).toEqual({ thresholds: [60], pace: true, version: 3 })
})

test('self-hosted: the page counts and says that nothing is limited', async () => {
  const { app: own } = selfHosted
  const ada = await own.person('Ada Unlimited')
  await use(own.platform, ada.teamId, own.clock.now(), { amount: 12_345 })
  const page = await selfHosted.signedIn(ada)
  await page.goto('/settings/usage')
  await page.getByText(/^Self-hosted.*everything is unlimited$/).waitFor()
  expect(await page.getByText('no limit').count()).toBe(4)
  await page.getByText('12,345', { exact: true }).first().waitFor()
  await lookAt(page, 'usage-selfhosted')
})
