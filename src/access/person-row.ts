import type { Person } from './principal.ts'

/** What every request knows of a person, as their own row has it. */
export interface PersonRow {
  id: string
  email: string
  email_verified_at: Date | null
  full_name: string
  phone: string | null
  timezone: string
  company: string
  job_title: string
  avatar_id: string | null
  notification_email: string | null
  is_operator: boolean
  version: number
  created_at: Date
}

/** The part of a person that stands in their own row. */
export type StoredPerson = Omit<Person, 'secondFactor' | 'passkeys'>

/** A stored row as the rest of the program knows a person. */
export const personOf = (row: PersonRow): StoredPerson => ({
  id: row.id,
  email: row.email,
  emailVerifiedAt: row.email_verified_at,
  fullName: row.full_name,
  phone: row.phone,
  timezone: row.timezone,
  company: row.company,
  jobTitle: row.job_title,
  avatarId: row.avatar_id,
  notificationEmail: row.notification_email,
  isOperator: row.is_operator,
  version: row.version,
  createdAt: row.created_at,
})
