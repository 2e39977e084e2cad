import type { Db } from '#platform/db/db.ts'
import type { StoredKey } from './key-principal.ts'
import { type Scope, serviceRole } from './key-scopes.ts'
import type { Role } from './principal.ts'
import { planPeriodsFrom, planPeriodsSql, type StoredPlanPeriod } from './subscriber.queries.ts'

const keySql = `
  SELECT k.id, k.name, k.scopes, k.project_ids, k.ip_list, k.expires_at, k.paused_at, k.digest, k.old_digest, k.old_used_until,
    k.owner_id, u.full_name, t.id AS team_id, t.name AS team_name, t.created_at AS team_created_at, t.trial_ends_at,
    ${planPeriodsSql} AS plan_periods, m.role,
    CASE WHEN k.owner_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM authenticators a WHERE a.user_id = k.owner_id AND a.confirmed_at IS NOT NULL)
      THEN t.two_factor_from END AS two_factor_due
  FROM api_keys k JOIN teams t ON t.id = k.team_id
    LEFT JOIN memberships m ON m.team_id = k.team_id AND m.user_id = k.owner_id
    LEFT JOIN users u ON u.id = k.owner_id
  WHERE k.id = $1 AND (k.owner_id IS NULL OR m.role IS NOT NULL)`

interface KeyRow {
  id: string
  name: string
  scopes: Scope[]
  project_ids: string[] | null
  ip_list: string[]
  expires_at: Date | null
  paused_at: Date | null
  digest: Buffer
  old_digest: Buffer | null
  old_used_until: Date | null
  owner_id: string | null
  full_name: string | null
  team_id: string
  team_name: string
  team_created_at: Date
  trial_ends_at: Date | null
  plan_periods: StoredPlanPeriod[]
  role: Role | null
  two_factor_due: Date | null
}

/** The key with this id, whatever its state; null when there is none, or its owner is no member any more. */
export async function keyById(db: Db, id: string): Promise<StoredKey | null> {
  const [row] = await db.named<KeyRow>('key_by_id', keySql, [id])
  if (!row) return null
  return {
    id: row.id,
    name: row.name,
    owner: row.owner_id === null ? null : { id: row.owner_id, fullName: row.full_name ?? '' },
    team: { id: row.team_id, name: row.team_name, role: row.role ?? serviceRole, twoFactorDue: row.two_factor_due },
    subscriber: {
      createdAt: row.team_created_at,
      trialEndsAt: row.trial_ends_at,
      planPeriods: planPeriodsFrom(row.plan_periods),
    },
    scopes: row.scopes,
    projectIds: row.project_ids,
    ipList: row.ip_list,
    expiresAt: row.expires_at,
    pausedAt: row.paused_at,
    digest: row.digest,
    oldDigest: row.old_digest,
    oldUsedUntil: row.old_used_until,
  }
}
