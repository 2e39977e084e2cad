import { inTeam } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { ChangeKey, KeyView } from './contract.ts'
import { viewOf } from './key-view.ts'
import { keyOf, updateKey } from './queries.ts'
import { mayChange } from './rules.ts'
import { subjectAbout, viewerOf } from './viewer.ts'

/** Renames, pauses or resumes a key. A paused key is refused at once, on every node. */
export const changeKey = route({
  method: 'PATCH',
  path: '/teams/{team}/keys/{id}',
  summary: 'Rename, pause or resume an API key',
  access: inTeam('keys.use', { scope: 'keys:write' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: ChangeKey,
  output: KeyView,
  versioned: true,
  audit: 'key.changed',

  async handle({ who, input, params, db, now, expectedVersion, refuse, record, unchanged }) {
    const viewer = viewerOf(who)
    return db.transaction(async (tx) => {
      const seen = await keyOf(tx, who.team.id, params.id)
      if (!seen || !mayChange(viewer, seen)) return refuse('not_found')
      const view = async () => (await viewOf(tx, seen.id, who.team, viewer, now)) ?? refuse('not_found')
      if (seen.version !== expectedVersion) return refuse('changed_meanwhile', { extra: { current: await view() } })
      const { name = seen.name, paused = seen.paused_at !== null } = input
      const changes = {
        ...(name !== seen.name && { name: { from: seen.name, to: name } }),
        ...(paused !== (seen.paused_at !== null) && { paused: { from: !paused, to: paused } }),
      }
      if (Object.keys(changes).length === 0) {
        unchanged()
        return view()
      }
      const saved = await updateKey(tx, seen, { name, paused_at: paused ? (seen.paused_at ?? now) : null })
      if (!saved) return refuse('changed_meanwhile', { extra: { current: await view() } })
      await record(tx, { target: { kind: 'key', id: seen.id }, changes }, subjectAbout(who.audit, seen))
      return view()
    })
  },
})
