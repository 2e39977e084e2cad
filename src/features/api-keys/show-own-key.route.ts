import { anyKey } from '#access/key-guard.ts'
import { mayGrant } from '#access/key-scopes.ts'
import { route } from '#platform/http/route.ts'
import { OwnKeyView } from './contract.ts'

/** What a key is, for the program that holds it: no scope is needed, nothing is asked of the database. */
export const showOwnKey = route({
  method: 'GET',
  path: '/key',
  summary: 'Show the API key of this request',
  access: anyKey(),
  output: OwnKeyView,

  async handle({ who: { key, standing, usedToday }, now }) {
    const { team, owner } = key
    const limited = standing.limit !== null
    return {
      id: key.id,
      name: key.name,
      kind: owner ? ('personal' as const) : ('service' as const),
      team: { id: team.id, name: team.name, role: team.role },
      owner: owner ? { id: owner.id, name: owner.fullName } : { id: team.id, name: team.name },
      scopes: key.scopes.filter((scope) => mayGrant(team.role, scope)),
      projects: key.projectIds && [...key.projectIds],
      expiresAt: key.expiresAt,
      limits: {
        requestsPerMinute: standing.limit,
        remaining: limited ? standing.remaining : null,
        resetAt: limited ? standing.resetsAt : null,
      },
      usedToday: await usedToday(now),
    }
  },
})
