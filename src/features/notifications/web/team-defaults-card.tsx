import { useSuspenseQuery } from '@tanstack/react-query'
import { Section } from '#web/kit/section.tsx'
import { useTeam } from '#web/team.ts'
import { GridRow } from './grid-row.tsx'
import { GridTable } from './grid-table.tsx'
import { preferencesQuery, slackQuery } from './queries.ts'

/** What holds for everybody of the team who did not choose for themselves. */
export function TeamDefaultsCard({ team }: { team: string }) {
  const { id } = useTeam()
  const { data } = useSuspenseQuery(preferencesQuery(id))
  const { data: slack } = useSuspenseQuery(slackQuery(id))
  return (
    <Section
      id="team-defaults"
      title="Team defaults"
      description={`What everybody in ${team} is told who did not choose for themselves. A person’s own choice always wins.`}
    >
      <GridTable label="Team defaults">
        {data.rows.map((row) => (
          <GridRow
            key={row.type}
            row={row}
            of="team"
            slackReason={slack.connected ? undefined : 'Connect Slack first.'}
          />
        ))}
      </GridTable>
    </Section>
  )
}
