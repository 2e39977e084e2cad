import { EmptyState } from '#web/kit/empty-state.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { useMaybeTeam } from '#web/team.ts'
import { LogDesk } from './log-desk.tsx'

const readers = ['owner', 'admin', 'auditor']

/** Settings → Audit Logs: what happened in the team, who did it, and the proof that nobody changed it afterwards. */
export function AuditTab() {
  const team = useMaybeTeam()
  return (
    <>
      <PageHeading level={2} title="Audit Logs" within="Settings" />
      {!team ? (
        <EmptyState title="No team, no log">You are in no team, and an audit log belongs to one.</EmptyState>
      ) : readers.includes(team.role) ? (
        <LogDesk key={team.id} team={team} />
      ) : (
        <EmptyState title="Owners, admins and auditors read the audit log">
          Your role in {team.name} is {team.role}. Your own sign-ins and changes are under{' '}
          <a href={`/settings/security?team=${team.id}#activity`}>Security, Recent activity</a>.
        </EmptyState>
      )}
    </>
  )
}
