import { type Duration, later, minutes } from '#platform/clock.ts'
import type { Platform } from '#platform/platform.ts'

/** How long an admin may take at Slack. */
const patience: Duration = minutes(15)

/** What the app asks for: to post in the chosen channel, and to find people by their address for direct messages. */
const scopes = ['incoming-webhook', 'chat:write', 'users:read', 'users:read.email']

/** Whose installation it is: bound to the session, so that nobody can be made to finish somebody else's (login CSRF). */
export interface Asked {
  teamId: string
  sessionId: string
}

const signed = (platform: Pick<Platform, 'keyedHash'>, { teamId, sessionId }: Asked, until: number): string =>
  platform.keyedHash(`slack-state:${teamId}:${sessionId}:${until}`)

/** The state that goes to Slack and back. */
export function newState(platform: Pick<Platform, 'keyedHash'>, asked: Asked, now: Date): string {
  const until = later(now, patience).getTime()
  return `${until}.${signed(platform, asked, until)}`
}

/** Whether a state was given to this very session for this team, and not too long ago. */
export function isOwnState(platform: Pick<Platform, 'keyedHash'>, asked: Asked, state: string, now: Date): boolean {
  const until = Number(/^(\d{13})\./.exec(state)?.[1] ?? 0)
  if (until <= now.getTime()) return false
  return platform.keyedHash(state) === platform.keyedHash(`${until}.${signed(platform, asked, until)}`)
}

/** Where Slack sends the admin back to. */
export const returnAddress = ({ config }: Pick<Platform, 'config'>): string =>
  `${config.publicUrl}/settings/notifications/slack`

/** Slack's page that asks the admin. */
export function authorizeUrl(platform: Pick<Platform, 'config'>, clientId: string, state: string): string {
  const url = new URL('/oauth/v2/authorize', platform.config.AEGIS_SLACK_URL)
  const asked = { client_id: clientId, scope: scopes.join(','), redirect_uri: returnAddress(platform), state }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
}
