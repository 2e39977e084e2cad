import { Checkbox } from '#web/kit/checkbox.tsx'
import { listOf } from './key-words.ts'
import css from './project-choice.module.css'

interface ProjectTicksProps {
  projects: readonly { id: string; name: string }[]
  /** Ids, parted by spaces. */
  value: string
  onChange(value: string): void
}

/** A box for each project. */
export function ProjectTicks({ projects, value, onChange }: ProjectTicksProps) {
  const chosen = listOf(value)
  const tick = (id: string, given: boolean) =>
    onChange(
      projects
        .map((project) => project.id)
        .filter((one) => (one === id ? given : chosen.includes(one)))
        .join(' '),
    )
  return (
    <div className={css.ticks}>
      {projects.map(({ id, name }) => (
        <Checkbox key={id} label={name} checked={chosen.includes(id)} onChange={(given) => tick(id, given)} />
      ))}
    </div>
  )
}
