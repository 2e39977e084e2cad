import type { FastifyInstance } from 'fastify'
import { keyGate } from '#access/key-gate.ts'
import { keyTimetable } from '#access/key-timetable.ts'
import { accessTimetable } from '#access/timetable.ts'
import { accountJobs, accountRoutes, accountTimetable } from '#features/account/routes.ts'
import { apiKeyRoutes, apiKeyTimetable } from '#features/api-keys/routes.ts'
import { auditJobs, auditRoutes, auditTimetable } from '#features/audit/routes.ts'
import { authJobs, authRoutes, authTimetable } from '#features/auth/routes.ts'
import { billingJobs, billingRoutes, billingTimetable } from '#features/billing/routes.ts'
import { notificationJobs, notificationRoutes, notificationTimetable } from '#features/notifications/routes.ts'
import { operateRoutes, operateTimetable } from '#features/operate/routes.ts'
import { passkeyRoutes, passkeyTimetable } from '#features/passkeys/routes.ts'
import { projectRoutes } from '#features/projects/routes.ts'
import { runRoutes, runTimetable } from '#features/runs/routes.ts'
import { teamRoutes, teamTimetable } from '#features/team/routes.ts'
import { twoFactorRoutes, twoFactorTimetable } from '#features/two-factor/routes.ts'
import { usageRoutes, usageTimetable } from '#features/usage/routes.ts'
import { createServer } from '#platform/http/server.ts'
import { platformTimetable } from '#platform/http/timetable.ts'
import type { Job, Recurring } from '#platform/jobs/job.ts'
import { mailJobs } from '#platform/mail/jobs.ts'
import type { Platform } from '#platform/platform.ts'
import { departures, safeguards } from './lifecycle.ts'

/** Every route of the API, slice by slice. The page's client takes its types from this very list. */
export const routes = [
  ...authRoutes(safeguards),
  ...accountRoutes(safeguards, departures),
  ...passkeyRoutes,
  ...twoFactorRoutes,
  ...teamRoutes(departures),
  ...apiKeyRoutes,
  ...usageRoutes,
  ...projectRoutes,
  ...auditRoutes,
  ...runRoutes,
  ...billingRoutes,
  ...notificationRoutes,
  ...operateRoutes,
] as const

/** Every kind of job the queue may hold. */
export const jobs: readonly Job[] = [
  ...mailJobs,
  ...accountJobs(departures),
  ...authJobs,
  ...auditJobs,
  ...billingJobs,
  ...notificationJobs,
]

/** Everything that recurs. */
export const timetable: readonly Recurring[] = [
  ...platformTimetable,
  ...accessTimetable,
  ...keyTimetable,
  ...accountTimetable(departures),
  ...apiKeyTimetable,
  ...usageTimetable,
  ...notificationTimetable,
  ...authTimetable,
  ...twoFactorTimetable,
  ...teamTimetable,
  ...passkeyTimetable,
  ...auditTimetable,
  ...runTimetable,
  ...billingTimetable,
  ...operateTimetable,
]

/** The HTTP server with every route; it listens nowhere yet. */
export const createApp = (platform: Platform): FastifyInstance => createServer(platform, routes, keyGate(platform))
