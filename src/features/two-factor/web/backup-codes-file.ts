import { formatInZone } from '#platform/zones.ts'

/** Whose codes they are, where they work, and when they were made. */
export interface BackupCodesOrigin {
  email: string
  /** Address of this installation. */
  address: string
  madeAt: Date
  /** The zone of the person's profile. */
  zone: string
}

/** The file and the printout of backup codes: says by itself what it is, years later in a drawer. */
export function backupCodesFile(codes: string[], { email, address, madeAt, zone }: BackupCodesOrigin) {
  const day = formatInZone(madeAt, zone, 'iso').slice(0, 10)
  const text = [
    'AegisRunner backup codes',
    '',
    `Account  ${email}`,
    `Sign in  ${address}`,
    `Made     ${formatInZone(madeAt, zone, 'dateTimeZone')}`,
    '',
    'Each works once, in place of the code from your authenticator app.',
    'Making new ones in Settings, Security turns all of these off.',
    '',
    ...codes.map((code, place) => `${String(place + 1).padStart(2)}.  ${code}`),
    '',
  ].join('\r\n')
  return { name: `aegisrunner-backup-codes-${day}.txt`, text }
}
