import { deviceName } from '#access/device-name.ts'
import { signedIn } from '#access/guard.ts'
import { deviceCookie } from '#access/sessions.ts'
import { trustedDevicesOf } from '#access/trust.queries.ts'
import { digest } from '#platform/crypto/secrets.ts'
import { cookieName } from '#platform/http/cookies.ts'
import { route } from '#platform/http/route.ts'
import { failuresOf } from './attempt.queries.ts'
import { type BackupCodeRow, backupCodesOf } from './backup-code.queries.ts'
import { TwoFactor } from './contract.ts'
import { failuresUntilClosed } from './prove.ts'
import { authenticatorsOf } from './queries.ts'
import { authenticatorView } from './views.ts'

/** Two-factor authentication of one's own account: apps, codes left, trusted browsers. Secrets and codes are shown when they are made, never again. */
export const showTwoFactor = route({
  method: 'GET',
  path: '/account/two-factor',
  summary: 'Show your two-factor authentication',
  access: signedIn(),
  output: TwoFactor,

  async handle({ who, db, now, cookies, platform }) {
    const { id } = who.user
    const apps = await authenticatorsOf(db, id)
    const here = digest(cookies[cookieName(platform.config, deviceCookie)] ?? '')
    const trusted = await trustedDevicesOf(db, id, now)
    return {
      enabled: apps.length > 0,
      authenticators: apps.map(authenticatorView),
      backupCodes: backupCodesView(await backupCodesOf(db, id)),
      codesClosed: (await failuresOf(db, id)) >= failuresUntilClosed,
      trustedDevices: trusted.map((device) => ({
        id: device.id,
        device: deviceName(device.userAgent),
        trustedUntil: device.trustedUntil,
        lastSeenAt: device.lastSeenAt,
        current: device.digest.equals(here),
      })),
    }
  },
})

function backupCodesView(rows: BackupCodeRow[]) {
  const [first] = rows
  if (!first) return null
  return { left: rows.filter((row) => !row.spent_at).length, total: rows.length, generatedAt: first.created_at }
}
