import type { AuditSubject } from '#platform/audit.ts'

/** Roles a person can have in a team, the mightiest first. */
export const roles = ['owner', 'admin', 'member', 'viewer', 'billing', 'auditor'] as const

/** A role in a team. */
export type Role = (typeof roles)[number]

/** A person's profile as every request sees it. Personal things only; no credential ever stands here. */
export interface Person {
  id: string
  email: string
  emailVerifiedAt: Date | null
  fullName: string
  phone: string | null
  timezone: string
  company: string
  jobTitle: string
  avatarId: string | null
  notificationEmail: string | null
  isOperator: boolean
  /** Two-factor authentication is on: at least one authenticator app was confirmed. */
  secondFactor: boolean
  /** At least one passkey is there to prove themselves with. A passkey alone does not switch two-factor authentication on (decisions/0008). */
  passkeys: boolean
  version: number
  createdAt: Date
}

/** One team the person belongs to. */
export interface TeamOf {
  id: string
  name: string
  role: Role
  /** From then on the team lets this person act in it only with two-factor authentication; null when it does not ask, or they have it. */
  twoFactorDue: Date | null
}

/** The session a request came with. */
export interface Session {
  id: string
  createdAt: Date
  expiresAt: Date
  lastActiveAt: Date
  /** The last proof of identity: sign-in or step-up. */
  confirmedAt: Date
  /** The last proof by a second factor; null when this session never gave one. */
  secondFactorAt: Date | null
}

/** Who is asking, when somebody is signed in. */
export interface Principal {
  user: Person
  session: Session
  teams: TeamOf[]
  /** Whose logs this person's own acts are written to: their own and each team's. */
  audit: AuditSubject
}

/** The audit subject of a person who acts on their own account. */
export function personalSubject(userId: string, teamIds: string[], sessionId: string | null = null): AuditSubject {
  return { actor: { kind: 'user', id: userId }, logs: [userId, ...teamIds], sessionId }
}
