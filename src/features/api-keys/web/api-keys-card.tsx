import { Section } from '#web/kit/section.tsx'
import { useMaybeTeam } from '#web/team.ts'
import css from './api-keys-card.module.css'
import { TeamKeys } from './team-keys.tsx'

/** The card of API keys: generate one, see what each may do and did, and end it. */
export function ApiKeysCard() {
  const team = useMaybeTeam()
  return (
    <Section
      id="api-keys"
      title="API Keys"
      description="For CI/CD pipelines and programs of your own. A key is shown once, may do only what you choose, and can be revoked at any time with the delete icon next to it."
      // The table needs the width that other cards leave to their title.
      style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}
    >
      {team ? <TeamKeys team={team} /> : <p className={css.none}>You are in no team, and keys belong to one.</p>}
    </Section>
  )
}
