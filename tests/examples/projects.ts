import {
  joinTeam,
  localSite,
  makeCase,
  makeProject,
  makeSchedule,
  makeSuite,
} from '#features/projects/projects.fixture.ts'
import type { Person, TestApp } from '../harness.ts'
import { type Example, inTeam, type RouteName, type Sent } from './example.ts'

let made = 0

/** What somebody does to what an owner of the team has made before: members may not make projects. */
const onOwners = (
  status: number,
  prepare: (owner: Person, team: string) => Promise<Omit<Sent, 'browser'>>,
): Example => ({
  status,
  prepare: async (_app, person) => ({ browser: person.browser, ...(await prepare(person, person.teamId)) }),
  forMember: async (app, member, team) => ({
    browser: member.browser,
    ...(await prepare(await ownerOf(app, team), team)),
  }),
})

/** Another owner of the team. */
async function ownerOf(app: TestApp, team: string): Promise<Person> {
  const owner = await app.person('Owen Owner')
  await joinTeam(app, owner, team, 'owner')
  return owner
}

const withProject = async (owner: Person, team: string) => ({
  params: { team, project: (await makeProject(owner, { team })).id as string },
})
const withSuite = async (owner: Person, team: string) => {
  const { params } = await withProject(owner, team)
  return { params: { team, suite: (await makeSuite(owner, params.project, team)).id as string } }
}
const withCase = async (owner: Person, team: string) => {
  const { params } = await withSuite(owner, team)
  return { params: { team, case: (await makeCase(owner, params.suite, undefined, team)).id as string } }
}
const withSchedule = async (owner: Person, team: string) => {
  const { params } = await withProject(owner, team)
  return { params: { team, schedule: (await makeSchedule(owner, params.project, {}, team)).id as string } }
}

/** One valid request per route of the slice. */
export const projectExamples = {
  'GET /teams/{team}/projects': inTeam(200, async (_person, team) => ({ params: { team } })),
  'POST /teams/{team}/projects': inTeam(201, async (_person, team) => ({
    params: { team },
    body: { name: `Shop of ours ${++made}`, baseUrl: localSite, description: 'What we sell', respectsRobots: true },
  })),
  'GET /teams/{team}/projects/{project}': onOwners(200, withProject),
  'PATCH /teams/{team}/projects/{project}': onOwners(200, async (owner, team) => ({
    ...(await withProject(owner, team)),
    ifMatch: 1,
    body: { name: 'Bookshop', description: 'Books only', respectsRobots: false },
  })),
  'POST /teams/{team}/projects/{project}/archival': onOwners(200, withProject),
  'DELETE /teams/{team}/projects/{project}/archival': onOwners(200, async (owner, team) => {
    const prepared = await withProject(owner, team)
    await owner.browser.post(`/teams/${team}/projects/${prepared.params.project}/archival`)
    return prepared
  }),
  'POST /teams/{team}/projects/{project}/deletion': onOwners(204, async (owner, team) => {
    const { id, name } = await makeProject(owner, { team })
    return { params: { team, project: id }, body: { name } }
  }),
  'GET /teams/{team}/projects/{project}/suites': onOwners(200, withProject),
  'POST /teams/{team}/projects/{project}/suites': onOwners(201, async (owner, team) => ({
    ...(await withProject(owner, team)),
    body: { name: `Basket ${++made}`, pageUrl: `${localSite}basket` },
  })),
  'GET /teams/{team}/suites/{suite}': onOwners(200, withSuite),
  'PATCH /teams/{team}/suites/{suite}': onOwners(200, async (owner, team) => ({
    ...(await withSuite(owner, team)),
    ifMatch: 1,
    body: { name: 'The basket' },
  })),
  'DELETE /teams/{team}/suites/{suite}': onOwners(204, withSuite),
  'GET /teams/{team}/suites/{suite}/spec': onOwners(200, withSuite),
  'POST /teams/{team}/suites/{suite}/cases': onOwners(201, async (owner, team) => ({
    ...(await withSuite(owner, team)),
    body: {
      name: `In time ${++made}`,
      definition: { kind: 'budget', params: { loadMs: 3_000 } },
      priority: 'high',
      enabled: true,
    },
  })),
  'PATCH /teams/{team}/cases/{case}': onOwners(200, async (owner, team) => ({
    ...(await withCase(owner, team)),
    ifMatch: 1,
    body: { name: 'Quickly', definition: { kind: 'budget', params: { loadMs: 2_000 } }, enabled: false },
  })),
  'DELETE /teams/{team}/cases/{case}': onOwners(204, withCase),
  'GET /teams/{team}/schedules': inTeam(200, async (_person, team) => ({ params: { team } })),
  'POST /teams/{team}/projects/{project}/schedules': onOwners(201, async (owner, team) => ({
    ...(await withProject(owner, team)),
    body: { suiteId: null, cron: `${++made % 60} 9 * * 1-5`, zone: 'Europe/Berlin', enabled: true },
  })),
  'PATCH /teams/{team}/schedules/{schedule}': onOwners(200, async (owner, team) => ({
    ...(await withSchedule(owner, team)),
    ifMatch: 1,
    body: { cron: '0 */6 * * *', zone: 'Asia/Kolkata', enabled: true },
  })),
  'DELETE /teams/{team}/schedules/{schedule}': onOwners(204, withSchedule),
} satisfies Partial<Record<RouteName, Example>>
