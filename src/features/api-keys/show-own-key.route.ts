import type { z } from 'zod'
import { anyKey } from '#access/key-guard.ts'
import type { Key } from '#access/key-principal.ts'
import { mayGrant } from '#access/key-scopes.ts'
import { route } from '#platform/http/route.ts'
import { OwnKeyView } from './contract.ts'

/** What stays the same as long as the key does. */
type Lasting = Pick<
  z.input<typeof OwnKeyView>,
  'id' | 'name' | 'kind' | 'team' | 'owner' | 'scopes' | 'projects' | 'expiresAt'
>

// Asked by every pipeline all the time: written out once per cached key, which is replaced when anything of it changes.
const views = new WeakMap<Key, Lasting>()

function lastingOf(key: Key): Lasting {
  const known = views.get(key)
  if (known) return known
  const { team, owner } = key
  const view: Lasting = {
    id: key.id,
    name: key.name,
    kind: owner ? 'personal' : 'service',
    team: { id: team.id, name: team.name, role: team.role },
    owner: owner ? { id: owner.id, name: owner.fullName } : { id: team.id, name: team.name },
    scopes: key.scopes.filter((scope) => mayGrant(team.role, scope)),
    projects: key.projectIds && [...key.projectIds],
    expiresAt: key.expiresAt,
  }
  views.set(key, view)
  return view
}

/** What a key is, for the program that holds it: no scope is needed, nothing is asked of the database. */
export const showOwnKey = route({
  method: 'GET',
  path: '/key',
  summary: 'Show the API key of this request',
  access: anyKey(),
  output: OwnKeyView,

  async handle({ who: { key, standing, usedToday }, now }) {
    const limited = standing.limit !== null
    const used = usedToday(now)
    const lasting = lastingOf(key)
    return {
      id: lasting.id,
      name: lasting.name,
      kind: lasting.kind,
      team: lasting.team,
      owner: lasting.owner,
      scopes: lasting.scopes,
      projects: lasting.projects,
      expiresAt: lasting.expiresAt,
      limits: {
        requestsPerMinute: standing.limit,
        remaining: limited ? standing.remaining : null,
        resetAt: limited ? standing.resetsAt : null,
      },
      usedToday: typeof used === 'number' ? used : await used,
    }
  },
})
