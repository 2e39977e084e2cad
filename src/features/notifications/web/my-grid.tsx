import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTeam } from '#web/team.ts'
import { kinds } from '../kinds.ts'
import { AddressBanner } from './address-banner.tsx'
import { GridRow } from './grid-row.tsx'
import { GridTable } from './grid-table.tsx'
import { preferencesQuery, slackQuery } from './queries.ts'
import { TestLine } from './test-line.tsx'

/** What I am told: every type that concerns my role, and what cannot be switched off. */
export function MyGrid() {
  const { id: team } = useTeam()
  const { data } = useSuspenseQuery(preferencesQuery(team))
  const { data: slack } = useSuspenseQuery(slackQuery(team))
  const rows = data.rows.filter(({ concerns }) => concerns)
  return (
    <>
      <AddressBanner address={data.address} />
      <GridTable
        security
        label="What I am told, and how"
        slackHead={
          slack.connected ? (
            slack.direct ? (
              'direct message'
            ) : (
              slack.connected.label
            )
          ) : (
            <Link to="/settings/notifications" hash="slack">
              Connect Slack
            </Link>
          )
        }
      >
        {rows.map((row) => (
          <GridRow
            key={row.type}
            row={row}
            of="mine"
            slackReason={slack.connected ? undefined : 'Connect Slack first.'}
          >
            <TestLine type={row.type} slack={slack.connected !== null && 'slack' in kinds[row.type].choices} />
          </GridRow>
        ))}
      </GridTable>
    </>
  )
}
