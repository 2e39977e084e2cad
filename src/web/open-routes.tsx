import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { welcomeQuery } from '#features/auth/web/welcome-query.ts'
import { queries } from './queries.ts'
import { NotFound } from './shell/failures.tsx'
import { Root } from './shell/root.tsx'

/** The root of every address. */
export const root = createRootRoute({ component: Root, notFoundComponent: NotFound })

/** Addresses the sign-in page takes along: where to go afterwards. Believed only after `nextAddress` looked at it. */
const withNext = (search: Record<string, unknown>): { next?: string } =>
  typeof search.next === 'string' ? { next: search.next } : {}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: withNext,
  beforeLoad: async () => {
    // On a new installation nobody can sign in yet.
    if ((await queries.ensureQueryData(welcomeQuery)).firstRun) throw redirect({ to: '/sign-up' })
  },
  component: lazyRouteComponent(() => import('#features/auth/web/sign-in-page.tsx'), 'SignInPage'),
})
const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/second-factor',
  validateSearch: (search: Record<string, unknown>): { next?: string; with?: 'backup-code' } => ({
    ...withNext(search),
    ...(search.with === 'backup-code' && { with: 'backup-code' }),
  }),
  component: lazyRouteComponent(() => import('#features/auth/web/second-factor-page.tsx'), 'SecondFactorPage'),
})
const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  loader: () => queries.ensureQueryData(welcomeQuery),
  component: lazyRouteComponent(() => import('#features/auth/web/sign-up-page.tsx'), 'SignUpPage'),
})
const checkMailbox = createRoute({
  getParentRoute: () => root,
  path: '/check-mailbox',
  validateSearch: ({ about }: Record<string, unknown>): { about: 'sign-up' | 'recovery' } => ({
    about: about === 'recovery' ? 'recovery' : 'sign-up',
  }),
  loader: () => queries.ensureQueryData(welcomeQuery),
  component: lazyRouteComponent(() => import('#features/auth/web/check-mailbox-page.tsx'), 'CheckMailboxPage'),
})
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('#features/auth/web/forgot-password-page.tsx'), 'ForgotPasswordPage'),
})
const confirmSignUp = createRoute({
  getParentRoute: () => root,
  path: '/confirm-sign-up',
  loader: () => queries.ensureQueryData(welcomeQuery),
  component: lazyRouteComponent(() => import('#features/auth/web/confirm-sign-up-page.tsx'), 'ConfirmSignUpPage'),
})
const recover = createRoute({
  getParentRoute: () => root,
  path: '/recover',
  loader: () => queries.ensureQueryData(welcomeQuery),
  component: lazyRouteComponent(() => import('#features/auth/web/recover-page.tsx'), 'RecoverPage'),
})
const unlock = createRoute({
  getParentRoute: () => root,
  path: '/unlock',
  component: lazyRouteComponent(() => import('#features/auth/web/unlock-page.tsx'), 'UnlockPage'),
})
const goodbye = createRoute({
  getParentRoute: () => root,
  path: '/goodbye',
  component: lazyRouteComponent(() => import('#features/account/web/leaving/goodbye-page.tsx'), 'GoodbyePage'),
})
const notMe = createRoute({
  getParentRoute: () => root,
  path: '/not-me',
  component: lazyRouteComponent(() => import('#features/auth/web/not-me-page.tsx'), 'NotMePage'),
})
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  validateSearch: ({ id }: Record<string, unknown>): { id?: string } =>
    typeof id === 'string' && /^inv_[0-9a-z]{26}$/.test(id) ? { id } : {},
  component: lazyRouteComponent(() => import('#features/team/web/invitation-page.tsx'), 'InvitationPage'),
})
const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: '/confirm-email',
  component: lazyRouteComponent(() => import('#features/account/web/links/confirm-email-page.tsx'), 'ConfirmEmailPage'),
})
const undoEmail = createRoute({
  getParentRoute: () => root,
  path: '/undo-email',
  component: lazyRouteComponent(() => import('#features/account/web/links/undo-email-page.tsx'), 'UndoEmailPage'),
})
const verifyEmail = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('#features/account/web/links/verify-email-page.tsx'), 'VerifyEmailPage'),
})
const confirmNotificationEmail = createRoute({
  getParentRoute: () => root,
  path: '/confirm-notification-email',
  component: lazyRouteComponent(
    () => import('#features/account/web/links/confirm-notification-email-page.tsx'),
    'ConfirmNotificationEmailPage',
  ),
})
const confirmBillingContact = createRoute({
  getParentRoute: () => root,
  path: '/confirm-billing-contact',
  component: lazyRouteComponent(() => import('#features/billing/web/confirm-contact-page.tsx'), 'ConfirmContactPage'),
})
const unsubscribe = createRoute({
  getParentRoute: () => root,
  path: '/unsubscribe',
  component: lazyRouteComponent(() => import('#features/notifications/web/unsubscribe-page.tsx'), 'UnsubscribePage'),
})

/** Addresses that are open to whoever is not signed in. */
export const openRoutes = [
  signIn,
  secondFactor,
  signUp,
  checkMailbox,
  forgotPassword,
  confirmSignUp,
  recover,
  unlock,
  goodbye,
  notMe,
  invitation,
  confirmEmail,
  undoEmail,
  verifyEmail,
  confirmNotificationEmail,
  confirmBillingContact,
  unsubscribe,
] as const
