import { inTeam } from '#access/guard.ts'
import { mayGrant, scopeSays, scopes, templates } from '#access/key-scopes.ts'
import { may } from '#access/permissions.ts'
import { route } from '#platform/http/route.ts'
import { expiryDefault, expiryPresets, KeyChoices, longestOverlapHours } from './contract.ts'
import { projectNames } from './project.queries.ts'
import { keyRulesOf } from './queries.ts'
import { livesAtMost, managesKeys } from './rules.ts'

/** What a new key may be given, in plain words. Templates leave out what this person's role does not allow. */
export const showChoices = route({
  method: 'GET',
  path: '/teams/{team}/keys/scopes',
  summary: 'List what an API key can be allowed',
  access: inTeam('keys.use'),
  output: KeyChoices,

  async handle({ who: { team }, db }) {
    const { lifetimeDays, byManagers } = await keyRulesOf(db, team.id)
    return {
      scopes: scopes.map((id) => ({ id, says: scopeSays(id), grantable: mayGrant(team.role, id) })),
      templates: templates.map((one) => ({ ...one, scopes: one.scopes.filter((id) => mayGrant(team.role, id)) })),
      expiryPresets: expiryPresets.filter((one) => livesAtMost(one, lifetimeDays)),
      expiryDefault: lifetimeDays === null ? expiryDefault : Math.min(expiryDefault, lifetimeDays),
      longestOverlapHours,
      mayMakeServiceKeys: managesKeys(team),
      projects: may(team.role, 'projects.view') ? await projectNames(db, team.id) : [],
      mayMakeKeys: !byManagers || managesKeys(team),
      longestDays: lifetimeDays,
    }
  },
})
