import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { ProjectView } from './contract.ts'
import { noteProjects } from './plan-room.ts'
import { updateProject } from './project.queries.ts'
import { listedProject } from './project-list.queries.ts'
import { projectView } from './project-view.ts'
import { sightOf } from './sight.ts'

/** Archives a project: nothing of it runs any more, everything is kept, and it no longer counts against the plan. */
export const archiveProject = route({
  method: 'POST',
  path: '/teams/{team}/projects/{project}/archival',
  summary: 'Archive a project',
  access: inTeam('projects.manage', { scope: 'projects:manage' }),
  limit: { per: 'user', max: 60, every: minutes(10) },
  output: ProjectView,
  audit: 'project.archived',

  async handle({ who, params, db, now, platform, refuse, record, unchanged }) {
    const sight = sightOf(who)
    return db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, who.team.id))) return refuse('not_found')
      const seen = (await listedProject(tx, sight, params.project)) ?? refuse('not_found')
      if (seen.archived_at) {
        unchanged()
        return projectView(seen, who.team)
      }
      const saved = (await updateProject(tx, seen, { archived_at: now })) ?? refuse('changed_meanwhile')
      await noteProjects(tx, platform, who.team.id, now)
      await record(tx, { target: { kind: 'project', id: seen.id }, name: seen.name })
      return projectView({ ...seen, ...saved }, who.team)
    })
  },
})
