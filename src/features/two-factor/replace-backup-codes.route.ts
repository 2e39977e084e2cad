import { signedIn } from '#access/guard.ts'
import { noticesTo } from '#access/notices.ts'
import { lockUser } from '#access/queries.ts'
import { proofLasts } from '#access/step-up.ts'
import { distrustDevices } from '#access/trust.queries.ts'
import { hours } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'
import { mail } from '#platform/mail/outbox.ts'
import { replaceBackupCodes as replaceCodes } from './backup-code.queries.ts'
import { backupCodesReplacedLetter } from './backup-codes.mail.ts'
import { newBackupCodes } from './backup-codes.ts'
import { NewBackupCodes, twoFactorRefusals } from './contract.ts'
import { secondFactorOn } from './queries.ts'

/**
 * Makes ten new backup codes; the old ones are worth nothing from then on, and neither is the trust in browsers, which somebody may have won
 * with one of them.
 */
export const replaceBackupCodes = route({
  method: 'POST',
  path: '/account/two-factor/backup-codes',
  summary: 'Make new backup codes',
  access: signedIn({ confirmedWithin: proofLasts, secondFactor: true }),
  limit: { per: 'user', max: 10, every: hours(1) },
  output: NewBackupCodes,
  refusals: twoFactorRefusals,
  audit: 'two_factor.backup_codes_replaced',

  async handle({ who, db, now, client, platform, refuse, record }) {
    const { id: userId } = who.user
    if (!(await secondFactorOn(db, userId))) return refuse('two_factor_off')
    const codes = await newBackupCodes()
    return db.transaction(async (tx) => {
      await lockUser(tx, userId)
      if (!(await secondFactorOn(tx, userId))) return refuse('two_factor_off')
      await replaceCodes(tx, userId, codes.hashes, now)
      const trustEnded = await distrustDevices(tx, userId)
      const deed = { client, now, publicUrl: platform.config.publicUrl }
      for (const to of noticesTo(who.user)) await mail(tx, platform, to, backupCodesReplacedLetter(to, deed), now)
      await record(tx, { trustEnded })
      return { backupCodes: codes.shown, generatedAt: now }
    })
  },
})
