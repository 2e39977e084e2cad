import type { Account } from '#web/account.ts'

/** The fields of the card, as text. A type, not an interface: forms take any record of texts. */
export type ProfileValues = {
  fullName: string
  phone: string
  timezone: string
  company: string
  jobTitle: string
}

type Shown = Pick<Account, 'fullName' | 'phoneFormatted' | 'timezone' | 'company' | 'jobTitle'>

/** An account as the card shows it: the phone number formatted, nothing where none is stored. */
export const valuesOf = ({ fullName, phoneFormatted, timezone, company, jobTitle }: Shown): ProfileValues => ({
  fullName,
  phone: phoneFormatted ?? '',
  timezone,
  company,
  jobTitle,
})

/** What to send for these edits: an emptied phone number is taken away. */
export const patchOf = ({ phone, ...edits }: Partial<ProfileValues>) => ({
  ...edits,
  ...(phone !== undefined && { phone: phone.trim() === '' ? null : phone }),
})
