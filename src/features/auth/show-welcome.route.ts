import { anyone } from '#access/guard.ts'
import { anyUser } from '#features/account/public.ts'
import { route } from '#platform/http/route.ts'
import { Welcome } from './contract.ts'

/** What the sign-in and sign-up pages need to know. */
export const showWelcome = route({
  method: 'GET',
  path: '/auth/welcome',
  summary: 'What a visitor needs to know before signing in or up',
  access: anyone('the pages before sign-in are drawn from it; it tells nothing about any person'),
  output: Welcome,

  async handle({ db, platform: { config } }) {
    return {
      signUp: config.AEGIS_SIGNUP,
      firstRun: !(await anyUser(db)),
      mailHeld: !config.SMTP_URL,
      operatorOnLoopback: config.loopback,
      passwordMinimum: config.AEGIS_PASSWORD_MIN,
    }
  },
})
