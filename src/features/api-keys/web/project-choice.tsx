import { ChoiceGroup } from '#web/kit/choice-group.tsx'
import type { FieldProps } from '#web/kit/use-form.ts'
import { ProjectTicks } from './project-ticks.tsx'

interface ProjectChoiceProps {
  projects: readonly { id: string; name: string }[]
  /** `all` or `chosen`. */
  reach: FieldProps
  chosen: FieldProps
}

/** Which projects a key is for: every one, also those to come, or some. */
export function ProjectChoice({ projects, reach, chosen }: ProjectChoiceProps) {
  return (
    <ChoiceGroup
      {...reach}
      error={chosen.error}
      choices={[
        { value: 'all', label: 'Every project', says: 'Also those to come.' },
        {
          value: 'chosen',
          label: 'Chosen projects',
          says: 'It finds no others.',
          reason: projects.length === 0 ? 'This team has no project yet.' : undefined,
        },
      ]}
    >
      {reach.value === 'chosen' && <ProjectTicks projects={projects} value={chosen.value} onChange={chosen.onChange} />}
    </ChoiceGroup>
  )
}
