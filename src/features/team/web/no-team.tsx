import { EmptyState } from '#web/kit/empty-state.tsx'
import { CreateTeamButton } from './create-team.tsx'

/** For somebody who belongs to no team, or opened an address of one they are not in. */
export function NoTeam() {
  return (
    <EmptyState title="You are not in this team" action={<CreateTeamButton />}>
      Perhaps you were removed, or the team was deleted. Choose another one beside the name at the top of the menu, or
      make one of your own.
    </EmptyState>
  )
}
