import { useSearch } from '@tanstack/react-router'
import { type Account, useAccount } from './account.ts'

/** A team as its member sees it anywhere on the page. */
export type Team = Account['teams'][number]

/** The `team` of an address, where it has the form of an id; every page inside the shell keeps it. */
export const teamInAddress = ({ team }: Record<string, unknown>): { team?: string } =>
  typeof team === 'string' && /^team_[0-9a-z]{26}$/.test(team) ? { team } : {}

/**
 * The team this browser tab works in: the one its address names, else the person's first. Each tab has its own. Null for somebody in no
 * team, or in an address of a team they do not belong to.
 */
export function useMaybeTeam(): Team | null {
  const { team } = useSearch({ strict: false }) as { team?: string }
  const { teams } = useAccount()
  return (team ? teams.find(({ id }) => id === team) : teams[0]) ?? null
}

/** The same for parts of a page that are shown only to members of a team. */
export function useTeam(): Team {
  const team = useMaybeTeam()
  if (!team) throw new Error('this part of the page needs a team')
  return team
}
