import { inTeam } from '#access/guard.ts'
import { route } from '#platform/http/route.ts'
import { choose, whyNotChosen } from './choose.ts'
import { notificationRefusals, PreferenceAnswer, PreferenceInput } from './contract.ts'
import { gridRow } from './grid.ts'
import { preferencesIn } from './preference.queries.ts'

/** A person chooses what they are told about one type, everywhere or for one project; null goes back to what the team chose. */
export const choosePreference = route({
  method: 'PUT',
  path: '/teams/{team}/notifications/preferences',
  summary: 'Choose what I am told',
  access: inTeam('notifications.use'),
  input: PreferenceInput,
  output: PreferenceAnswer,
  refusals: notificationRefusals,
  audit: 'notifications.preference_chosen',

  async handle({ who: { user, team }, input, db, now, refuse, record, unchanged }) {
    const why = await whyNotChosen(db, team.id, input)
    if (why) refuse(why, why === 'project_unknown' || why === 'not_per_project' ? 'projectId' : 'choices')
    const { type, projectId } = input
    return db.transaction(async (tx) => {
      const changed = await choose(tx, { teamId: team.id, userId: user.id }, input, now)
      if (changed) await record(tx, { type, projectId, changes: { choices: changed } })
      else unchanged()
      const stored = await preferencesIn(tx, team.id, [user.id])
      return { row: gridRow(stored, { userId: user.id, role: team.role, type, projectId }) }
    })
  },
})
