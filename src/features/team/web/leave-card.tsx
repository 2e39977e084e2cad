import { useState } from 'react'
import type { AnswerOf } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { Section } from '#web/kit/section.tsx'
import { LeaveTeam, useGone } from '#web/leave-team.tsx'
import { DeleteTeam } from './delete-team.tsx'
import css from './team.module.css'

/** Leaving the team, and for its owner ending it. */
export function LeaveCard({ team }: { team: AnswerOf<'GET', '/teams/{team}'> }) {
  const [asking, setAsking] = useState<'leave' | 'delete'>()
  const gone = useGone()
  return (
    <Section id="delete-team" title="Danger Zone" description="Leaving, and the end of the team.">
      {asking === 'leave' ? (
        <LeaveTeam team={team} onStay={() => setAsking(undefined)} />
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
