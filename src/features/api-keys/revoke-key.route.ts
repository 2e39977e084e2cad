import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { keyDisplay } from '#access/key-format.ts'
import { lockUser } from '#access/queries.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { listedKey } from './list.queries.ts'
import { deleteKey } from './queries.ts'
import { mayChange } from './rules.ts'
import { subjectAbout, viewerOf } from './viewer.ts'

/** Revokes a key for good: every secret of it is refused from here on. When it was last used goes into the audit log. */
export const revokeKey = route({
  method: 'DELETE',
  path: '/teams/{team}/keys/{id}',
  summary: 'Revoke an API key',
  access: inTeam('keys.use', { scope: 'keys:write' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  output: z.void(),
  audit: 'key.revoked',

  async handle({ who, params, db, now, refuse, record }) {
    await db.transaction(async (tx) => {
      if (who.user) await lockUser(tx, who.user.id)
      const seen = await listedKey(tx, who.team.id, params.id, now)
      if (!seen || !mayChange(viewerOf(who), seen)) return refuse('not_found')
      const gone = await deleteKey(tx, who.team.id, seen.id)
      if (!gone) return refuse('not_found')
      const target = { kind: 'key', id: seen.id }
      const said = {
        name: gone.name, // renamed or rotated just before it ended, it is called what it was last
        display: keyDisplay(gone.last_four),
        lastUsedAt: seen.last_used_at,
        lastIp: seen.last_ip,
      }
      await record(tx, { target, ...said }, subjectAbout(who.audit, seen))
    })
  },
})
