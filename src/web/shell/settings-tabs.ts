import { lazyRouteComponent } from '@tanstack/react-router'
import { checklistQuery } from '#features/account/web/security/security-queries.ts'
import { confirmationQuery } from '../confirmation.ts'
import { queries } from '../queries.ts'
import { readFirst } from '../read-first.ts'

const confirmation = () => queries.ensureQueryData(confirmationQuery)
const checklist = () => queries.ensureQueryData(checklistQuery)

/** The tabs of Settings in their order, each with its own address and loaded when first opened. A slice that brings a tab adds one line. */
export const settingsTabs = [
  {
    label: 'Profile',
    path: 'profile',
    component: lazyRouteComponent(() => import('../settings/profile-tab.tsx'), 'ProfileTab'),
  },
  {
    label: 'Security',
    path: 'security',
    component: lazyRouteComponent(() => import('../settings/security-tab.tsx'), 'SecurityTab'),
    loader: readFirst(confirmation, checklist),
  },
  {
    label: 'Team',
    path: 'team',
    component: lazyRouteComponent(() => import('#features/team/web/team-tab.tsx'), 'TeamTab'),
    loader: readFirst(confirmation),
  },
  {
    label: 'Billing',
    path: 'billing',
    component: lazyRouteComponent(() => import('#features/billing/web/billing-tab.tsx'), 'BillingTab'),
  },
  {
    label: 'Usage',
    path: 'usage',
    component: lazyRouteComponent(() => import('#features/usage/web/usage-tab.tsx'), 'UsageTab'),
  },
  {
    label: 'Audit Logs',
    path: 'audit',
    component: lazyRouteComponent(() => import('#features/audit/web/audit-tab.tsx'), 'AuditTab'),
  },
] as const

/** The tab an address belongs to; the first where it names none. */
export const openTab = (pathname: string) =>
  settingsTabs.find(({ path }) => pathname === `/settings/${path}` || pathname.startsWith(`/settings/${path}/`)) ??
  settingsTabs[0]
