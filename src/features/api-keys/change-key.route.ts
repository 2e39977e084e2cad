import { inTeam } from '#access/guard.ts'
import { lockUser } from '#access/queries.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { ChangeKey, changeKeyRefusals, KeyView } from './contract.ts'
import { viewOf } from './key-view.ts'
import { areProjectsOf } from './project.queries.ts'
import { keyOf, updateKey } from './queries.ts'
import { isNarrower, mayChange, sameProjects } from './rules.ts'
import { subjectAbout, viewerOf } from './viewer.ts'

/**
 * Renames, pauses, resumes or further limits a key, at once and on every node. A key is never widened to more projects: that would give it
 * what nobody proved their identity for, and let a key that may change keys free itself.
 */
export const changeKey = route({
  method: 'PATCH',
  path: '/teams/{team}/keys/{id}',
  summary: 'Rename, pause, resume or limit an API key',
  access: inTeam('keys.use', { scope: 'keys:write' }),
  limit: { per: 'user', max: 120, every: minutes(10) },
  input: ChangeKey,
  output: KeyView,
  versioned: true,
  refusals: changeKeyRefusals,
  audit: 'key.changed',

  async handle({ who, input, params, db, now, expectedVersion, refuse, record, unchanged }) {
    const viewer = viewerOf(who)
    return db.transaction(async (tx) => {
      if (who.user) await lockUser(tx, who.user.id)
      const seen = await keyOf(tx, who.team.id, params.id)
      if (!seen || !mayChange(viewer, seen)) return refuse('not_found')
      const view = async () => (await viewOf(tx, seen.id, who.team, viewer, now)) ?? refuse('not_found')
      if (seen.version !== expectedVersion) return refuse('changed_meanwhile', { extra: { current: await view() } })
      const { name = seen.name, paused = seen.paused_at !== null } = input
      const { projectIds = seen.project_ids } = input
      if (input.projectIds && !(await areProjectsOf(tx, who.team.id, input.projectIds)))
        return refuse('project_unknown', 'projectIds')
      if (!isNarrower(projectIds, seen.project_ids)) return refuse('projects_only_fewer', 'projectIds')
      const changes = {
        ...(!sameProjects(projectIds, seen.project_ids) && { projectIds: { from: seen.project_ids, to: projectIds } }),
        ...(name !== seen.name && { name: { from: seen.name, to: name } }),
        ...(paused !== (seen.paused_at !== null) && { paused: { from: !paused, to: paused } }),
      }
      if (Object.keys(changes).length === 0) {
        unchanged()
        return view()
      }
      const saved = await updateKey(tx, seen, {
        name,
        paused_at: paused ? (seen.paused_at ?? now) : null,
        project_ids: projectIds,
      })
      if (!saved) return refuse('changed_meanwhile', { extra: { current: await view() } })
      await record(tx, { target: { kind: 'key', id: seen.id }, changes }, subjectAbout(who.audit, seen))
      return view()
    })
  },
})
