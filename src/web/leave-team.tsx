import { useNavigate } from '@tanstack/react-router'
import { accountQuery } from './account.ts'
import { api } from './client.ts'
import { ItemQuestion } from './kit/item-question.tsx'
import { queries } from './queries.ts'

/** What to do once the person is no longer in the team of this page: on to another team of theirs, or to the welcome page. */
export function useGone(): () => Promise<void> {
  const navigate = useNavigate()
  return async () => {
    const { teams } = await queries.fetchQuery({ ...accountQuery, staleTime: 0 })
    // Named even where there is none: links inside the shell would keep the team that is gone.
    const search = { team: teams[0]?.id } as { team?: string }
    await navigate({ to: '/welcome', search })
    void queries.invalidateQueries()
  }
}

/** Asks whether to leave the team, saying what that means, and leaves it. */
export function LeaveTeam({ team, onStay }: { team: { id: string; name: string }; onStay(): void }) {
  const gone = useGone()
  return (
    <ItemQuestion
      act="Leave the team"
      keep="Stay"
      onKeep={onStay}
      onAct={async () => {
        await api.delete('/teams/{team}/membership', { params: { team: team.id } })
        await gone()
      }}
    >
      You lose {team.name} at once, and the API keys you made in it are revoked. What you made stays. To come back you
      need an invitation.
    </ItemQuestion>
  )
}
