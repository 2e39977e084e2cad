import { useEffect, useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Field } from '#web/kit/field.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { AuthForm } from './auth-form.tsx'
import { BackupCodesLow, lowBackupCodes } from './backup-codes-low.tsx'
import { type ChallengeStep, sendFactor } from './challenge-step.ts'
import { ChallengeWays } from './challenge-ways.tsx'
import { useEnter } from './enter.ts'
import { TrustDevice } from './trust-device.tsx'

/** The second step without the phone: one of the codes stored when two-factor authentication was enabled. */
export function BackupCodeForm(step: ChallengeStep) {
  const { next, trustDevice, onOver } = step
  const [left, setLeft] = useState<number>()
  const enter = useEnter()
  const form = useForm({
    initial: { code: '' },
    labels: { code: 'Backup code' },
    needsEdit: false,
    check: ({ code }) => ({ code: code.trim() === '' ? 'Enter one of your backup codes.' : undefined }),
    save: async ({ code }) => {
      const body = { code, trustDevice }
      const done = await sendFactor(() => api.post('/auth/challenge/backup-code', { body }), onOver)
      if (!done) return
      if (done.codesLeft <= lowBackupCodes) return setLeft(done.codesLeft)
      await enter(next)
      announce(`${done.codesLeft} backup codes are left.`)
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => document.getElementById(`${form.id}code`)?.focus(), [])
  if (left !== undefined) return <BackupCodesLow left={left} next={next} />
  return (
    <QuietPage
      key="backup-code"
      title="Use a backup code"
      lead="Take one of the ten codes you stored when you enabled two-factor authentication. It works this one time."
      ways={<ChallengeWays {...step} shown="backup_code" />}
    >
      <AuthForm form={form} action="Sign in">
        <Field
          {...form.field('code')}
          autoComplete="off"
          spellCheck={false}
          hint="Capitals, spaces and hyphens do not matter."
        />
        <TrustDevice {...step} />
      </AuthForm>
    </QuietPage>
  )
}
