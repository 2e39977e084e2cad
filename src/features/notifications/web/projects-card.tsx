import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { FieldFrame } from '#web/kit/field.tsx'
import { Section } from '#web/kit/section.tsx'
import { useTeam } from '#web/team.ts'
import { chosenTypes, kinds } from '../kinds.ts'
import { GridRow } from './grid-row.tsx'
import { GridTable } from './grid-table.tsx'
import { preferencesQuery, projectNamesQuery, type Row, slackQuery } from './queries.ts'

/** Other choices for single projects. */
export function ProjectsCard() {
  const { id: team } = useTeam()
  const { data: names } = useQuery(projectNamesQuery(team))
  const { data } = useSuspenseQuery(preferencesQuery(team))
  const [picked, setPicked] = useState('')
  const projects = names?.items ?? []
  const shown = picked || data.projects.find(({ mine }) => mine)?.projectId || projects[0]?.id || ''
  return (
    <Section
      id="projects"
      title="For one project"
      description="Choose otherwise for a project that matters more, or less, than the others."
    >
      {names && projects.length === 0 ? (
        <EmptyState title="No projects yet">
          As soon as there is a project, it can have choices of its own here.
        </EmptyState>
      ) : (
        <>
          <FieldFrame id="notification-project" label="Project">
            {(control) => (
              <select {...control} value={shown} onChange={(event) => setPicked(event.target.value)}>
                {projects.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </FieldFrame>
          {shown && <ProjectGrid project={shown} />}
        </>
      )}
    </Section>
  )
}

function ProjectGrid({ project }: { project: string }) {
  const { id: team } = useTeam()
  const { data } = useSuspenseQuery(preferencesQuery(team))
  const { data: slack } = useSuspenseQuery(slackQuery(team))
  const rows = chosenTypes
    .filter((type) => kinds[type].perProject)
    .flatMap((type): Row[] => {
      const everywhere = data.rows.find((row) => row.type === type)
      const own = data.projects.find((row) => row.type === type && row.projectId === project)
      return own ? [own] : everywhere ? [{ ...everywhere, projectId: project, mine: null, team: null }] : []
    })
  return (
    <GridTable label="Choices for this project">
      {rows.map((row) => (
        <GridRow
          key={`${project}${row.type}`}
          row={row}
          of="mine"
          slackReason={slack.connected ? undefined : 'Connect Slack first.'}
        />
      ))}
    </GridTable>
  )
}
