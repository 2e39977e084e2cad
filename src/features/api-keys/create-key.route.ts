import { inTeam } from '#access/guard.ts'
import { addressRange } from '#access/key-addresses.ts'
import { keyDisplay, lastFour, newKeyText } from '#access/key-format.ts'
import { mayGrant } from '#access/key-scopes.ts'
import { lockTeamRow } from '#access/leaving.queries.ts'
import { lockUser } from '#access/queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { planOf } from '#access/subscriber.queries.ts'
import { hours } from '#platform/clock.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { route } from '#platform/http/route.ts'
import { newId } from '#platform/ids.ts'
import { CreatedKey, CreateKey, createKeyRefusals } from './contract.ts'
import { viewOf } from './key-view.ts'
import { areProjectsOf } from './project.queries.ts'
import { countKeys, insertKey, keyRulesOf } from './queries.ts'
import { endOf, livesAtMost, managesKeys } from './rules.ts'
import { snippetsFor } from './snippets.ts'
import { subjectAbout, viewerOf } from './viewer.ts'

// Far beyond any team's need; keeps a program gone wild from filling the table.
const mostKeys = 1_000

/** Makes a key for oneself, or as an owner or admin for the team. Its secret is in this answer and nowhere else. */
export const createKey = route({
  method: 'POST',
  path: '/teams/{team}/keys',
  summary: 'Generate an API key',
  access: inTeam('keys.use', { confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 30, every: hours(1) },
  input: CreateKey,
  output: CreatedKey,
  status: 201,
  idempotent: true,
  refusals: createKeyRefusals,
  audit: 'key.created',
  auditRefused: ['scope_beyond_role', 'service_key_by_admins'],

  async handle({ who, input, db, now, platform, refuse, record }) {
    const { team, user } = who
    if (input.kind === 'service' && !managesKeys(team)) refuse('service_key_by_admins', 'kind')
    if (!input.scopes.every((scope) => mayGrant(team.role, scope))) refuse('scope_beyond_role', 'scopes')
    const rules = await keyRulesOf(db, team.id)
    if (rules.byManagers && !managesKeys(team)) refuse('keys_by_managers')
    if (!livesAtMost(input.expiresInDays, rules.lifetimeDays)) refuse('key_lives_too_long', 'expiresInDays')
    const plan = await planOf(db, platform.config, team.id, now)
    if (!plan.apiKeys) refuse('key_without_plan')
    const ipList = input.ipList.map(
      (text, at) => addressRange(text.trim()) ?? refuse('address_invalid', `ipList.${at}`),
    )
    const { projectIds } = input
    if (projectIds && !(await areProjectsOf(db, team.id, projectIds))) refuse('project_unknown', 'projectIds')

    const id = newId('key')
    const secret = newKeyText(id)
    const key = {
      team_id: team.id,
      id,
      owner_id: input.kind === 'personal' ? user.id : null,
      created_by: user.id,
      name: input.name,
      scopes: input.scopes,
      project_ids: projectIds,
      ip_list: [...new Set(ipList)],
      digest: digest(secret),
      last_four: lastFour(secret),
      ...endOf(input.expiresInDays, now),
      paused_at: null,
      rotated_at: null,
      old_digest: null,
      old_last_four: null,
      old_used_until: null,
      version: 1,
      created_at: now,
    }
    return db.transaction(async (tx) => {
      await lockUser(tx, user.id)
      await lockTeamRow(tx, team.id) // so that of two made at once each counts the other
      if ((await countKeys(tx, team.id)) >= mostKeys) refuse('too_many_keys')
      await insertKey(tx, key)
      const { name, scopes } = input
      const target = { kind: 'key', id }
      const said = { name, kind: input.kind, scopes, display: keyDisplay(key.last_four), expiresAt: key.expires_at }
      await record(tx, { target, ...said, ipList: key.ip_list, projectIds }, subjectAbout(who.audit, key))
      const view = (await viewOf(tx, id, team, viewerOf(who), now)) ?? refuse('not_found')
      return { key: view, secret, snippets: snippetsFor(platform.config.publicUrl) }
    })
  },
})
