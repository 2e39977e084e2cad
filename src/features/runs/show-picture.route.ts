import { z } from 'zod'
import { inTeam } from '#access/guard.ts'
import { projectOf, sightOf } from '#features/projects/public.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { pictureOf } from './picture.queries.ts'

/** A picture of a page. It never changes under its id, so the browser may keep it. */
export const showPicture = route({
  method: 'GET',
  path: '/teams/{team}/pictures/{picture}',
  summary: 'Show a picture of a page',
  access: inTeam('runs.view', { scope: 'runs:read' }),
  output: z.instanceof(Buffer),
  media: 'image/png',
  cacheFor: hours(24),

  async handle({ who, params, db, refuse }) {
    const picture = (await pictureOf(db, who.team.id, params.picture)) ?? refuse('not_found')
    if (!(await projectOf(db, sightOf(who), picture.project_id))) refuse('not_found')
    return picture.bytes
  },
})
