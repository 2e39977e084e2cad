import { type ChosenType, type Kind, kinds } from './kinds.ts'

/** One stored preference: of the team (no user) or a person; everywhere (no project) or for one project. */
export interface Preference {
  userId: string | null
  projectId: string | null
  type: string
  choices: string[]
}

/** Where what is in force comes from, the most particular first. A person's own choice beats every default of the team. */
export type Source = 'mine-for-project' | 'mine' | 'team-for-project' | 'team' | 'built-in'

/** What is in force for a person, and which preference decides it. Locked choices are always in it. */
export function inForce(
  stored: readonly Preference[],
  { userId, projectId, type }: { userId: string | null; projectId: string | null; type: ChosenType },
): { choices: string[]; source: Source } {
  const of = (user: string | null, project: string | null) =>
    stored.find((one) => one.type === type && one.userId === user && one.projectId === project)?.choices
  const kind = kinds[type]
  const steps: [Source, readonly string[] | undefined][] = [
    ['mine-for-project', userId && projectId ? of(userId, projectId) : undefined],
    ['mine', userId ? of(userId, null) : undefined],
    ['team-for-project', projectId ? of(null, projectId) : undefined],
    ['team', of(null, null)],
    ['built-in', kind.preset],
  ]
  const [source, choices] = steps.find((step) => step[1] !== undefined) ?? (['built-in', kind.preset] as const)
  return { source, choices: withLocked(type, choices ?? []) }
}

/** These choices in the grid's order, the locked ones among them, and nothing that is no choice. */
export function withLocked(type: ChosenType, choices: readonly string[]): string[] {
  const kind: Kind = kinds[type]
  const locked = Object.keys(kind.locked ?? {})
  return Object.keys(kind.choices).filter((choice) => choices.includes(choice) || locked.includes(choice))
}
