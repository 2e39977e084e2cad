import { type ReactNode, useId, useState } from 'react'
import { systemClock } from '#platform/clock.ts'
import { useAccount, useZone } from '#web/account.ts'
import { SecretOnce, SecretTools } from '#web/kit/secret-once.tsx'
import { CopyButton, DownloadButton, PrintButton } from '#web/kit/secret-once-tools.tsx'
import css from './backup-codes.module.css'
import { backupCodesFile } from './backup-codes-file.ts'

/** Ten fresh backup codes, this one time: to copy, download or print, and then to say that they are stored. */
export function BackupCodes({ codes, lead, onStored }: { codes: string[]; lead: ReactNode; onStored(): void }) {
  const { email } = useAccount()
  const zone = useZone()
  const [madeAt] = useState(() => systemClock.now())
  const id = useId()
  const { name, text } = backupCodesFile(codes, { email, address: location.origin, madeAt, zone })
  return (
    <SecretOnce what="Backup codes" lead={lead} acknowledgement="I have stored these codes" onStored={onStored}>
      {/* biome-ignore lint/a11y/noRedundantRoles: Safari forgets that a list without bullets is one */}
      <ol id={id} className={css.codes} role="list" aria-label="Backup codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <SecretTools>
        <CopyButton text={codes.join('\n')} shownIn={id} />
        <DownloadButton text={text} fileName={name} />
        <PrintButton text={text} />
      </SecretTools>
    </SecretOnce>
  )
}
