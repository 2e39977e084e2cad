import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { accountQuery } from '#web/account.ts'
import { type AnswerOf, api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { Section } from '#web/kit/section.tsx'
import { queries } from '#web/queries.ts'
import { DeleteTeam } from './delete-team.tsx'
import css from './team.module.css'

/** Leaving the team, and for its owner ending it. */
export function LeaveCard({ team }: { team: AnswerOf<'GET', '/teams/{team}'> }) {
  const [asking, setAsking] = useState<'leave' | 'delete'>()
  const navigate = useNavigate()
  const gone = async () => {
    const { teams } = await queries.fetchQuery({ ...accountQuery, staleTime: 0 })
    // Named even where there is none: links inside the shell would keep the team that is gone.
    const search = { team: teams[0]?.id } as { team?: string }
    await navigate({ to: '/welcome', search })
    void queries.invalidateQueries()
  }
  return (
    <Section id="delete-team" title="Danger Zone" description="Leaving, and the end of the team.">
      {asking === 'leave' ? (
        <ItemQuestion
          act="Leave the team"
          keep="Stay"
          onKeep={() => setAsking(undefined)}
          onAct={async () => {
            await api.delete('/teams/{team}/membership', { params: { team: team.id } })
            await gone()
          }}
        >
          You lose {team.name} at once, and the API keys you made in it are revoked. What you made stays. To come back
          you need an invitation.
        </ItemQuestion>
      ) : (
        <div className={css.offer}>
          <div>
            <h4>Leave the team</h4>
            <p className={css.small}>Your account and your other teams are untouched.</p>
          </div>
          <Button onClick={() => setAsking('leave')}>Leave team</Button>
        </div>
      )}
      {team.role === 'owner' &&
        (asking === 'delete' ? (
          <DeleteTeam team={team} onCancel={() => setAsking(undefined)} onDeleted={gone} />
        ) : (
          <div className={css.offer}>
            <div>
              <h4>Delete the team</h4>
              <p className={css.small}>You see what goes and what must be settled first. It cannot be undone.</p>
            </div>
            <Button look="danger" onClick={() => setAsking('delete')}>
              <Icon name="warning" size={16} />
              Delete team
            </Button>
          </div>
        ))}
    </Section>
  )
}
