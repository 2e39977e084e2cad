import type { z } from 'zod'
import type { Reader } from '#platform/db/db.ts'
import { canonicalEmail } from '#platform/email-address.ts'
import type { Platform } from '#platform/platform.ts'
import type { SeatsView } from './contract.ts'
import { type InvitationRow, memberAddresses, openInvitationsTo } from './invitation.queries.ts'
import type { verdicts } from './invitation-contract.ts'
import { seatsLeft, seatsOf } from './seats.ts'

/** One pasted line, read. */
export interface JudgedLine {
  address: string
  verdict: (typeof verdicts)[number]
  canonical: string | null
  display: string | null
  /** An expired invitation that a new one takes the place of. */
  renews: InvitationRow | null
}

/** What each pasted line comes to. Duplicates, members and people who are invited already cost no seat (V147); the first lines get the free seats. */
export async function judgeLines(
  on: Reader,
  { config }: Pick<Platform, 'config'>,
  teamId: string,
  addresses: string[],
  now: Date,
): Promise<{ lines: JudgedLine[]; seats: z.input<typeof SeatsView>; wanted: number }> {
  const read = addresses.map((address) => canonicalEmail(address, { allowLocalhost: config.loopback }))
  const asked = [...new Set(read.flatMap((one) => (one.ok ? [one.canonical] : [])))]
  const members = new Set(asked.length > 0 ? await memberAddresses(on, teamId, asked) : [])
  const open = asked.length > 0 ? await openInvitationsTo(on, teamId, asked) : []
  const openTo = new Map(open.map((one) => [one.canonical, one]))
  const seats = await seatsOf(on, config, teamId, now)
  const seen = new Set<string>()
  let left = seatsLeft(seats)
  let wanted = 0
  const verdictOn = (canonical: string): JudgedLine['verdict'] => {
    if (seen.has(canonical)) return 'duplicate'
    seen.add(canonical)
    if (members.has(canonical)) return 'already_member'
    const before = openTo.get(canonical)
    if (before && before.expires_at > now) return 'already_invited'
    wanted += 1
    if (left < 1) return 'over_seats'
    left -= 1
    return 'ok'
  }
  const lines = addresses.map((address, at): JudgedLine => {
    const one = read[at]
    if (!one?.ok) return { address, verdict: 'malformed', canonical: null, display: null, renews: null }
    const { canonical, display } = one
    return { address, verdict: verdictOn(canonical), canonical, display, renews: openTo.get(canonical) ?? null }
  })
  return { lines, seats, wanted }
}
