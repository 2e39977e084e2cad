import { afterAll } from 'vitest'
import type { TestApp } from '#tests/harness.ts'
import { html, openSite } from '#tests/site.ts'
import { crawled, makeProject } from './runs.fixture.ts'

/** The start page as it is meant to be. */
export const good = (more = '', title = 'Shop') =>
  html(title, `<form name="f"><label>Words <input name="q"></label></form><a href="/about">About</a>${more}`)

/** A team with a site that was crawled. */
export async function shop(app: TestApp, name: string) {
  const person = await app.person(name)
  const site = await openSite({ '/': good(), '/about': html('About', '<p>Us</p>') })
  afterAll(site.close)
  const projectId = await makeProject(app, person, `${site.url}/`)
  await crawled(app, person, projectId)
  return { person, site, projectId }
}
