import type { ReactNode } from 'react'
import { EmptyState } from '#web/kit/empty-state.tsx'
import type { Team } from '#web/team.ts'

/** Shows what belongs to the team's projects, to those whose role includes them; says to others why there is nothing. */
export function WithProjects({ team, children }: { team: Team | null; children: (team: string) => ReactNode }) {
  if (!team)
    return <EmptyState title="You are in no team">Projects belong to a team. Ask to be invited to one.</EmptyState>
  if (team.role === 'billing' || team.role === 'auditor') {
    return (
      <EmptyState title="Your role does not include projects">
        {`In ${team.name} you have the role ${team.role === 'billing' ? 'Billing' : 'Auditor'}. An owner can give you another.`}
      </EmptyState>
    )
  }
  return children(team.id)
}
