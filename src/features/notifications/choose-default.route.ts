import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { choose, whyNotChosen } from './choose.ts'
import { notificationRefusals, PreferenceAnswer, PreferenceInput } from './contract.ts'
import { gridRow } from './grid.ts'
import { preferencesIn } from './preference.queries.ts'

/** What everybody of the team is told who did not choose for themselves; null goes back to the built-in preset. */
export const chooseDefault = route({
  method: 'PUT',
  path: '/teams/{team}/notifications/defaults',
  summary: 'Choose what everybody is told',
  access: inTeam('notifications.manage'),
  input: PreferenceInput,
  output: PreferenceAnswer,
  refusals: notificationRefusals,
  audit: 'notifications.default_chosen',

  async handle({ who: { user, team }, input, db, now, refuse, record, unchanged }) {
    const why = await whyNotChosen(db, team.id, input)
    if (why) refuse(why, why === 'project_unknown' || why === 'not_per_project' ? 'projectId' : 'choices')
    const { type, projectId } = input
    return db.transaction(async (tx) => {
      const changed = await choose(tx, { teamId: team.id, userId: null }, input, now)
      if (changed) await record(tx, { type, projectId, changes: { choices: changed } })
      else unchanged()
      const stored = await preferencesIn(tx, team.id, [user.id])
      return { row: gridRow(stored, { userId: user.id, role: team.role, type, projectId }) }
    })
  },
})
