import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { DeleteProject, deleteProjectRefusals } from './contract.ts'
import { noteProjects } from './plan-room.ts'
import { deleteProject } from './project.queries.ts'
import { listedProject } from './project-list.queries.ts'
import { sightOf } from './sight.ts'

/** Deletes a project with its suites, schedules, crawls and runs, for good. Its name must be typed; what it was stays in the audit log. */
export const removeProject = route({
  method: 'POST',
  path: '/teams/{team}/projects/{project}/deletion',
  summary: 'Delete a project',
  access: inTeam('projects.manage', { confirmedWithin: proofLasts }),
  limit: { per: 'user', max: 30, every: minutes(10) },
  input: DeleteProject,
  output: z.void(),
  refusals: deleteProjectRefusals,
  audit: 'project.deleted',

  async handle({ who, input, params, db, now, platform, refuse, record }) {
    const { team } = who
    await db.transaction(async (tx) => {
      if (!(await lockTeamRow(tx, team.id))) return refuse('not_found')
      const seen = (await listedProject(tx, sightOf(who), params.project)) ?? refuse('not_found')
      if (input.name.normalize('NFC').trim() !== seen.name) refuse('name_wrong', 'name')
      if (!(await deleteProject(tx, team.id, seen.id))) return refuse('not_found')
      await noteProjects(tx, platform, team.id, now)
      const { name, base_url, suites, cases, schedules } = seen
      await record(tx, { target: { kind: 'project', id: seen.id }, name, baseUrl: base_url, suites, cases, schedules })
    })
  },
})
