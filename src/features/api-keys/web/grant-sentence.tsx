import { useZone } from '#web/account.ts'
import { useNow } from '#web/kit/now.ts'
import type { GenerateValues } from './generate-values.ts'
import css from './grant-sentence.module.css'
import { chosenDays, endAfterDays } from './key-expiry.ts'
import { abilityOf, fromWhere, listOf, reachInWords, typedAddresses } from './key-words.ts'
import type { Offers } from './keys-query.ts'

/** One plain sentence of what the key will be able to do, from where and until when. */
export function GrantSentence({ values, team, offers }: { values: GenerateValues; team: string; offers: Offers }) {
  const zone = useZone()
  const now = useNow()
  const scopes = listOf(values.scopes)
  const count = chosenDays(values.expiresInDays, values.days)
  if (scopes.length === 0 || count === undefined) return null
  const whose = values.kind === 'service' ? 'for the team itself' : 'as you'
  const where = reachInWords(values.reach === 'chosen' ? listOf(values.projects) : null, offers.projects, team)
  const until = count === null ? 'until it is revoked' : `until ${endAfterDays(count, zone, now)}`
  return (
    <p className={css.sentence}>
      What this key can do, {whose} and in {where}: <b>{abilityOf(scopes, offers)}</b>;{' '}
      {fromWhere(typedAddresses(values.ipList))}, <b>{until}</b>.
    </p>
  )
}
