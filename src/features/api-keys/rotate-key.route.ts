import { inTeam } from '#access/guard.ts'
import { keyDisplay, lastFour, newKeyText } from '#access/key-format.ts'
import { lockUser } from '#access/queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { hours, later } from '#platform/clock.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { route } from '#platform/http/route.ts'
import { KeyWithSecret, RotateKey, rotateKeyRefusals } from './contract.ts'
import { viewOf } from './key-view.ts'
import { keyOf, keyRulesOf, updateKey } from './queries.ts'
import { endOf, livesAtMost, managesKeys, mayChange, mayRotate } from './rules.ts'
import { subjectAbout, viewerOf } from './viewer.ts'

/**
 * Gives a key a new secret. The one before is accepted for some hours more, so that nothing breaks while it is replaced everywhere; one that
 * was living on already dies. The chosen lifetime begins anew.
 */
export const rotateKey = route({
  method: 'POST',
  path: '/teams/{team}/keys/{id}/rotation',
  summary: 'Rotate an API key',
  access: inTeam('keys.use', { confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 30, every: hours(1) },
  input: RotateKey,
  output: KeyWithSecret,
  idempotent: true,
  refusals: rotateKeyRefusals,
  audit: 'key.rotated',
  auditRefused: ['not_your_key'],

  async handle({ who, input, params, db, now, refuse, record }) {
    const viewer = viewerOf(who)
    return db.transaction(async (tx) => {
      if (who.user) await lockUser(tx, who.user.id)
      const seen = await keyOf(tx, who.team.id, params.id)
      if (!seen || !mayChange(viewer, seen)) return refuse('not_found')
      if (!mayRotate(viewer, seen)) return refuse('not_your_key')
      const rules = await keyRulesOf(tx, who.team.id)
      if (rules.byManagers && !managesKeys(viewer)) return refuse('keys_by_managers')
      // A key made before the rule gets the longest life the rule allows.
      const lifetime = livesAtMost(seen.lifetime_days, rules.lifetimeDays) ? seen.lifetime_days : rules.lifetimeDays
      const overlapEnds = later(now, hours(input.overlapHours))
      const oldUsedUntil = seen.expires_at && seen.expires_at < overlapEnds ? seen.expires_at : overlapEnds
      const lives = oldUsedUntil > now
      const secret = newKeyText(seen.id)
      const rotated = await updateKey(tx, seen, {
        digest: digest(secret),
        last_four: lastFour(secret),
        ...endOf(lifetime, now),
        rotated_at: now,
        old_digest: lives ? seen.digest : null,
        old_last_four: lives ? seen.last_four : null,
        old_used_until: lives ? oldUsedUntil : null,
      })
      if (!rotated) return refuse((await keyOf(tx, who.team.id, seen.id)) ? 'changed_meanwhile' : 'not_found')
      const target = { kind: 'key', id: seen.id }
      const said = { name: seen.name, display: keyDisplay(rotated.last_four), oldUsedUntil: rotated.old_used_until }
      await record(tx, { target, ...said }, subjectAbout(who.audit, seen))
      return { key: (await viewOf(tx, seen.id, who.team, viewer, now)) ?? refuse('not_found'), secret }
    })
  },
})
