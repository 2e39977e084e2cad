import { z } from 'zod'
import { signedIn } from '#access/guard.ts'
import { noticesTo } from '#access/notices.ts'
import { revokeOtherSessions } from '#access/sessions.ts'
import { lockPerson, passwordHashOf } from '#features/account/public.ts'
import { teamsHeldAlone } from '#features/team/public.ts'
import {
  codeRefusals,
  removeSecondFactor,
  secondFactorOn,
  twoFactorOffLetter,
  twoFactorRefusals,
} from '#features/two-factor/public.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { confirmRefusals, DisableTwoFactor, signInRefusals } from './contract.ts'
import { extraOf, judgeInSession } from './judge-code.ts'
import { judgePasswordOf } from './prove-password.ts'

/**
 * Switches two-factor authentication off. Takes the password and a code, both in this very request, however fresh the session's proof is
 * (V32). It stands in this slice because the password does. Every other session ends, and no session keeps a second factor (V39).
 */
export const disableTwoFactor = route({
  method: 'POST',
  path: '/account/two-factor/disablement',
  summary: 'Disable two-factor authentication',
  access: signedIn(),
  limit: { per: 'user', max: 20, every: minutes(15) },
  input: DisableTwoFactor,
  output: z.object({ sessionsEnded: z.int() }),
  refusals: {
    ...twoFactorRefusals,
    ...codeRefusals,
    password_wrong: confirmRefusals.password_wrong,
    too_many_attempts: signInRefusals.too_many_attempts,
    team_asks_second_factor: {
      status: 409,
      message:
        'You are the only owner with two-factor authentication of a team that asks for it. Take the rule back under Settings → Team, or let another owner set it up first.',
    },
  },
  audit: 'two_factor.disabled',
  auditRefused: ['password_wrong', 'too_many_attempts', 'code_wrong', 'code_used', 'codes_closed', 'too_many_codes'],

  async handle({ who, input, db, now, client, platform, cookies, refuse, record }) {
    if (!(await secondFactorOn(db, who.user.id))) return refuse('two_factor_off')
    const password = await judgePasswordOf({ platform, cookies, now }, who, input.password)
    if (password.refusal) return refuse(password.refusal, { field: 'password', extra: extraOf(password) })
    const field = input.code === undefined ? 'backupCode' : 'code'
    const typed = input.code === undefined ? { backupCode: input.backupCode ?? '' } : { code: input.code }
    const code = await judgeInSession({ platform, client, now }, who, typed)
    if (code.refusal) return refuse(code.refusal, { field, extra: extraOf(code) })

    const sessionsEnded = await db.transaction(async (tx) => {
      await lockPerson(tx, who.user.id)
      if ((await passwordHashOf(tx, who.user.id)) !== password.seen) return refuse('password_wrong', 'password')
      const teams = await teamsHeldAlone(tx, who.user.id)
      if (teams.length > 0) return refuse('team_asks_second_factor', { extra: { teams } })
      if (!(await code.spend(tx))) return refuse('code_used', field)
      if (!(await removeSecondFactor(tx, who.user.id))) return refuse('two_factor_off')
      const ended = await revokeOtherSessions(tx, who.user.id, who.session.id)
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      for (const to of noticesTo(who.user)) await mail(tx, platform, to, twoFactorOffLetter(to, deed), now)
      await password.succeed(tx)
      await record(tx, { by: field === 'code' ? 'code' : 'backup-code', sessionsEnded: ended })
      return ended
    })
    return { sessionsEnded }
  },
})
