import type { Project } from './queries.ts'

/** What the forms of a project ask for. */
export const projectLabels = {
  name: 'Name',
  baseUrl: 'Address of the site',
  description: 'Description',
  respectsRobots: 'Robots',
} as const

/** A form as the API takes it. */
export const projectBody = (values: {
  name: string
  baseUrl: string
  description: string
  respectsRobots: string
}) => ({
  name: values.name,
  baseUrl: withScheme(values.baseUrl),
  description: values.description,
  respectsRobots: values.respectsRobots === 'yes',
})

/** A project as its form holds it. */
export const projectValues = ({ name, baseUrl, description, respectsRobots }: Project) => ({
  name,
  baseUrl,
  description,
  respectsRobots: respectsRobots ? 'yes' : 'no',
})

/** Checks before sending. */
export const checkProject = ({ name, baseUrl }: { name: string; baseUrl: string }) => ({
  name: name.trim() === '' ? 'Give the project a name.' : undefined,
  baseUrl: URL.canParse(withScheme(baseUrl)) ? undefined : 'Write an address, such as https://shop.example.',
})

/** People write `shop.example` and mean a site on the web. */
const withScheme = (address: string): string =>
  /^[a-z][a-z0-9+.-]*:\/\//i.test(address.trim()) ? address.trim() : `https://${address.trim()}`
