import { lazyRouteComponent } from '@tanstack/react-router'

/** Pages inside the shell that take nothing from their address but the team. */
export const morePages = [
  {
    path: '/settings/billing/confirm',
    component: lazyRouteComponent(() => import('#features/billing/web/confirm-page.tsx'), 'ConfirmPage'),
  },
  {
    path: '/operate/invoices',
    component: lazyRouteComponent(() => import('#features/billing/web/open-invoices-page.tsx'), 'OpenInvoicesPage'),
  },
] as const
