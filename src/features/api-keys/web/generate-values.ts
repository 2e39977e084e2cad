import { chosenDays, expiryPresets, longestDays } from './key-expiry.ts'
import { listOf, typedAddresses } from './key-words.ts'
import type { Offers } from './keys-query.ts'

/** The fields of the form; named like those of the API wherever they are the same. */
export type GenerateValues = {
  name: string
  kind: string
  scopes: string
  expiresInDays: string
  days: string
  ipList: string
  reach: string
  projects: string
}

export const generateLabels: Record<keyof GenerateValues, string> = {
  name: 'Descriptive name',
  kind: 'Whose key is it?',
  scopes: 'What may it do?',
  expiresInDays: 'Expiry',
  days: 'Number of days',
  ipList: 'Allowed IP addresses',
  reach: 'Which projects?',
  projects: 'Chosen projects',
}

const isPreset = (count: number): boolean => (expiryPresets as readonly string[]).includes(String(count))

/** What the form starts with: the ready choice for pipelines, for 90 days. */
export const firstValues = ({ templates, expiryDefault }: Offers): GenerateValues => ({
  name: '',
  kind: 'personal',
  scopes: (templates[0]?.scopes ?? []).join(' '),
  expiresInDays: isPreset(expiryDefault) ? String(expiryDefault) : 'custom',
  days: isPreset(expiryDefault) ? '' : String(expiryDefault),
  ipList: '',
  reach: 'all',
  projects: '',
})

/** What is missing or wrong, in words; the server decides all the same. */
export function checkGenerate(values: GenerateValues): Partial<Record<keyof GenerateValues, string>> {
  const found: Partial<Record<keyof GenerateValues, string>> = {}
  if (values.name.trim() === '') found.name = 'Give the key a name that says where it is used.'
  if (listOf(values.scopes).length === 0) found.scopes = 'Tick at least one permission.'
  if (chosenDays(values.expiresInDays, values.days) === undefined)
    found.days = `Enter a whole number of days from 1 to ${longestDays}.`
  if (values.reach === 'chosen' && listOf(values.projects).length === 0)
    found.projects = 'Tick at least one project, or choose every project.'
  return found
}

/** The form as the API takes it. */
export const bodyOf = (values: GenerateValues, { scopes }: Offers) => ({
  name: values.name.trim(),
  kind: values.kind === 'service' ? ('service' as const) : ('personal' as const),
  scopes: scopes.map(({ id }) => id).filter((id) => listOf(values.scopes).includes(id)),
  expiresInDays: chosenDays(values.expiresInDays, values.days) ?? null,
  ipList: typedAddresses(values.ipList),
  projectIds: values.reach === 'chosen' ? listOf(values.projects) : null,
})
