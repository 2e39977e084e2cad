import { invited, inviteToken, memberIn, offered, roomy } from '#features/team/team.fixture.ts'
import { goodPassword, type Person, type TestApp } from '../harness.ts'
import { as, type Example, freshAddress, inTeam, type RouteName, type Sent } from './example.ts'

const here = async (_person: unknown, team: string) => ({ params: { team } })

/** Sends as the person in their own team, or as a member in it; there is room for everybody the ledger brings along. */
const acting = (
  status: number,
  prepare: (app: TestApp, person: Person, team: string) => Promise<Omit<Sent, 'browser'>>,
): Example => ({
  status,
  async prepare(app, person) {
    await roomy(app, person.teamId)
    return { browser: person.browser, ...(await prepare(app, person, person.teamId)) }
  },
  forMember: async (app, member, team) => ({ browser: member.browser, ...(await prepare(app, member, team)) }),
})

const withMember = async (app: TestApp, team: string) => ({
  team,
  member: (await memberIn(app, team, 'viewer')).id,
})

const withInvitation = async (_app: TestApp, person: Person, team: string) => ({
  params: { team, id: await invited(person, team, freshAddress()) },
})

/** An invitation for somebody new, by the person's team. */
const guest = async (app: TestApp, person: Person) => {
  await roomy(app, person.teamId)
  const email = freshAddress()
  const id = await invited(person, person.teamId, email)
  return { id, email, token: await inviteToken(app, email) }
}

/** Another team of somebody, so that what there is once in a team does not get in each other's way. */
const secondTeam = async (app: TestApp, { browser }: Person): Promise<string> => {
  const { body } = await browser.post('/teams', { name: 'Second team' })
  await roomy(app, body.id)
  return body.id
}

/** Ownership offered to the person: in another team of theirs, or to the member in this one. */
const ofOffer: Example = {
  status: 200,
  async prepare(app, person) {
    const team = await secondTeam(app, person)
    await offered(app, team, (await memberIn(app, team, 'owner', 'Otto Owner')).id, person.id)
    return { browser: person.browser, params: { team } }
  },
  async forMember(app, { id, browser }, team) {
    await offered(app, team, (await memberIn(app, team, 'owner', 'Otto Owner')).id, id)
    return { browser, params: { team } }
  },
}

let names = 0

/** One valid request per route of the slice. */
export const teamExamples = {
  'POST /teams': {
    status: 201,
    prepare: (_app, { browser }) => ({ browser, body: { name: `Team ${++names}` } }),
  },
  'GET /teams/{team}': inTeam(200, here),
  'PATCH /teams/{team}': {
    status: 200,
    async prepare(app, { browser, teamId }) {
      const { version } = await teamNow(app, teamId)
      return { browser, params: { team: teamId }, body: { name: `Name ${++names}` }, ifMatch: version }
    },
    // The name it has: the next to try finds the same version.
    async forMember(app, { browser }, team) {
      const { version, name } = await teamNow(app, team)
      return { browser, params: { team }, body: { name }, ifMatch: version }
    },
  },
  'GET /teams/{team}/deletion': inTeam(200, here),
  'POST /teams/{team}/deletion': {
    status: 204,
    async prepare(app, { browser, teamId }) {
      return { browser, params: { team: teamId }, body: { name: (await teamNow(app, teamId)).name } }
    },
    async forMember(app, member) {
      return { browser: member.browser, params: { team: await secondTeam(app, member) }, body: { name: 'Second team' } }
    },
  },
  'GET /teams/{team}/members': inTeam(200, here),
  'GET /teams/{team}/members/{member}': inTeam(200, async (person, team) => ({
    params: { team, member: person.id },
  })),
  'PATCH /teams/{team}/members/{member}': acting(200, async (app, _person, team) => ({
    params: await withMember(app, team),
    body: { role: 'member' },
    ifMatch: 1,
  })),
  'DELETE /teams/{team}/members/{member}': acting(204, async (app, _person, team) => ({
    params: await withMember(app, team),
  })),
  'DELETE /teams/{team}/membership': {
    status: 204,
    async prepare(app, { browser, teamId }) {
      await memberIn(app, teamId, 'owner', 'Otto Owner')
      return { browser, params: { team: teamId } }
    },
    forMember: async (_app, { browser }, team) => ({ browser, params: { team } }),
  },
  'GET /teams/{team}/former-members': inTeam(200, here),
  'POST /teams/{team}/former-members/{member}/restoration': acting(200, async (app, person, team) => {
    const params = await withMember(app, team)
    await person.browser.delete(`/teams/${team}/members/${params.member}`)
    return { params }
  }),
  'POST /teams/{team}/invitations/preview': inTeam(200, async (_person, team) => ({
    params: { team },
    body: { addresses: [freshAddress(), 'no address'] },
  })),
  'POST /teams/{team}/invitations': acting(200, async (_app, _person, team) => ({
    params: { team },
    body: { addresses: [freshAddress(), freshAddress()], role: 'member', message: 'Come in.' },
  })),
  'GET /teams/{team}/invitations': inTeam(200, here),
  'POST /teams/{team}/invitations/{id}/letter': acting(200, withInvitation),
  'POST /teams/{team}/invitations/stale/letters': {
    ...acting(200, async (app, person, team) => {
      const { params } = await withInvitation(app, person, team)
      await app.sql("UPDATE invitations SET sent_at = sent_at - interval '4 days' WHERE id = $1", [params.id])
      return { params: { team } }
    }),
    async forMember(app, member) {
      return { browser: member.browser, params: { team: await secondTeam(app, member) } }
    },
  },
  'DELETE /teams/{team}/invitations/{id}': acting(204, withInvitation),
  'POST /invitations/lookup': {
    status: 200,
    async prepare(app, person) {
      const { token } = await guest(app, person)
      return { browser: person.browser, body: { token } }
    },
  },
  'POST /invitations/acceptance': {
    status: 200,
    async prepare(app, person) {
      const host = await app.person('Hana Host')
      await roomy(app, host.teamId)
      const id = await invited(host, host.teamId, person.email)
      return { browser: person.browser, body: { id } }
    },
  },
  'POST /invitations/refusal': {
    status: 204,
    async prepare(app, person) {
      const { token } = await guest(app, person)
      return { browser: person.browser, body: { token } }
    },
  },
  'POST /invitations/renewals': {
    status: 202,
    async prepare(app, person) {
      const { id, token } = await guest(app, person)
      await app.sql('UPDATE invitations SET expires_at = $2 WHERE id = $1', [id, app.clock.now()])
      return { browser: person.browser, body: { token } }
    },
  },
  'POST /invitations/letters': {
    status: 202,
    async prepare(app, person) {
      const { id } = await guest(app, person)
      return { browser: person.browser, body: { id } }
    },
  },
  'GET /account/invitations': as(200),
  'POST /teams/{team}/ownership-offer': acting(201, async (app, _person, team) => ({
    params: { team },
    body: { memberId: (await withMember(app, team)).member, shared: false },
  })),
  'DELETE /teams/{team}/ownership-offer': {
    ...acting(200, async (app, person, team) => {
      await offered(app, team, person.id, (await withMember(app, team)).member)
      return { params: { team } }
    }),
    async forMember(app, member) {
      const team = await secondTeam(app, member)
      await offered(app, team, member.id, (await withMember(app, team)).member)
      return { browser: member.browser, params: { team } }
    },
  },
  'POST /teams/{team}/ownership-offer/acceptance': ofOffer,
  'POST /teams/{team}/ownership-offer/refusal': ofOffer,
  'GET /teams/{team}/policy': inTeam(200, here),
  'PUT /teams/{team}/policy': {
    ...acting(200, async (app, _person, team) => ({
      params: { team },
      body: { twoFactorFrom: null, passwordMin: 12, keyLifetimeDays: 30, keyMakers: 'managers' },
      ifMatch: (await teamNow(app, team)).version,
    })),
    // The rules it has: the next to try finds the same version.
    async forMember(app, { browser }, team) {
      const body = { twoFactorFrom: null, passwordMin: null, keyLifetimeDays: null, keyMakers: 'everyone' }
      return { browser, params: { team }, body, ifMatch: (await teamNow(app, team)).version }
    },
  },
  'GET /roles': as(200),
} satisfies Partial<Record<RouteName, Example>>

/** The sign-up through an invitation, which stands in the slice that signs people up. */
export const signUpByInvitationExample: Example = {
  status: 201,
  async prepare(app, person) {
    const { token } = await guest(app, person)
    const body = { token, fullName: 'Gil Guest', password: goodPassword, timezone: 'Europe/Berlin' }
    return { browser: app.browser(), body }
  },
}

async function teamNow(app: TestApp, teamId: string): Promise<{ version: number; name: string }> {
  const [row] = await app.sql<{ version: number; name: string }>('SELECT version, name FROM teams WHERE id = $1', [
    teamId,
  ])
  if (!row) throw new Error(`there is no team ${teamId}`)
  return row
}
