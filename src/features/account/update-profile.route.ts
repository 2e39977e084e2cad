import { signedIn } from '#access/guard.ts'
import { personOf } from '#access/person-row.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { timeZoneSpelling } from '#platform/zones.ts'
import { Profile, profileRefusals, UpdateProfile } from './contract.ts'
import { maskPhone, readPhone } from './phone.ts'
import { type ProfileFields, updateProfile as saveProfile } from './profile.queries.ts'
import { profileFrom } from './profile.ts'
import { type UserRow, userById } from './queries.ts'
import { changesBetween } from './rules.ts'

/** Changes one's own profile, unless it was changed since it was read: then the answer carries what it is now. */
export const updateProfile = route({
  method: 'PATCH',
  path: '/account',
  summary: 'Change your profile',
  access: signedIn(),
  limit: { per: 'user', max: 60, every: minutes(10) },
  input: UpdateProfile,
  output: Profile,
  versioned: true,
  refusals: profileRefusals,
  audit: 'account.profile_updated',

  async handle({ who, input, db, expectedVersion, refuse, record, unchanged }) {
    const phone = readPhone(input.phone ?? '')
    if (!phone.ok) return refuse(phone.reason, 'phone')
    const timezone = input.timezone === undefined ? undefined : timeZoneSpelling(input.timezone)
    if (input.timezone !== undefined && !timezone) refuse('timezone_unknown', 'timezone')
    const wanted: Partial<ProfileFields> = {
      full_name: input.fullName,
      phone: input.phone === undefined ? undefined : phone.e164,
      timezone,
      company: input.company,
      job_title: input.jobTitle,
    }
    const view = (row: UserRow) => profileFrom(personOf(row), who.teams)

    return db.transaction(async (tx) => {
      const seen = await userById(tx, who.user.id)
      if (!seen) return refuse('signed_out')
      if (seen.version !== expectedVersion) return refuse('changed_meanwhile', { extra: { current: view(seen) } })
      const changes = changesBetween<ProfileFields>(seen, wanted)
      if (Object.keys(changes).length === 0) {
        unchanged()
        return view(seen)
      }
      const saved = await saveProfile(tx, who.user.id, expectedVersion, wanted)
      if (!saved) {
        const current = (await userById(tx, who.user.id)) ?? seen
        return refuse('changed_meanwhile', { extra: { current: view(current) } })
      }
      await record(tx, { changes: named(changes) })
      return view(saved)
    })
  },
})

type Changes = ReturnType<typeof changesBetween<ProfileFields>>

// The log names fields as the API does. A team's administrators read it too, so a private phone number is not written out.
function named({ full_name, phone, timezone, company, job_title }: Changes) {
  const masked = phone && { from: maskPhone(phone.from as string | null), to: maskPhone(phone.to as string | null) }
  return {
    ...(full_name && { fullName: full_name }),
    ...(masked && { phone: masked }),
    ...(timezone && { timezone }),
    ...(company && { company }),
    ...(job_title && { jobTitle: job_title }),
  }
}
