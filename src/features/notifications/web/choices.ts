import { type ChosenType, type Kind, kinds } from '../kinds.ts'
import type { Row } from './queries.ts'

/** The boxes of one row, by column. */
export function boxesOf(type: ChosenType): { email: [string, string][]; slack: [string, string][] } {
  const all = Object.entries(kinds[type].choices)
  return { email: all.filter(([name]) => name !== 'slack'), slack: all.filter(([name]) => name === 'slack') }
}

/** Why a box stays ticked; undefined when it does not. */
export const lockOf = (type: ChosenType, choice: string): string | undefined => (kinds[type] as Kind).locked?.[choice]

/** Where what is in force comes from, in words. */
export const sourceSays: Record<Row['source'], string> = {
  'mine-for-project': 'Your choice for this project',
  mine: 'Your choice',
  'team-for-project': 'Team default for this project',
  team: 'Team default',
  'built-in': 'Built-in default',
}

/** These choices with one box ticked or not. */
export const toggled = (choices: readonly string[], choice: string, on: boolean): string[] =>
  on ? [...choices, choice] : choices.filter((one) => one !== choice)
