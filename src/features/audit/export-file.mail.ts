import { button, type Letter, note, type Recipient } from '#platform/mail/letter.ts'
import { formatInZone } from '#platform/zones.ts'

/** Says that a large export of the audit log can be downloaded. The file itself never goes by mail, and the link opens nothing without signing in. */
export const exportFileLetter = (
  to: Recipient,
  file: { team: string; teamId: string; days: number; expiresAt: Date; publicUrl: string },
): Letter => ({
  name: 'audit-export-ready',
  subject: `The export of the audit log of ${file.team} is ready`,
  preview: `Sign in to download it. It is there for ${file.days} days.`,
  body: [
    `The entries of the audit log of ${file.team} that you asked for are in one file now.`,
    button('Download the export', `${file.publicUrl}/settings/audit?team=${file.teamId}#audit-export`),
    `You need to be signed in, and every download is written to the log. The file can be downloaded until ${formatInZone(file.expiresAt, to.timezone, 'dateTimeZone')}; then it is erased.`,
    note('If you did not ask for it, somebody else is signed in to your account: secure it on the Security page.'),
  ],
})
