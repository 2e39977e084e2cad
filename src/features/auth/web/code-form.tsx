import { useEffect } from 'react'
import { timeInZone } from '#platform/zones.ts'
import { browserZone } from '#web/account.ts'
import { api } from '#web/client.ts'
import { CodeField, checkCode } from '#web/kit/code-field.tsx'
import { useOneCode } from '#web/kit/one-code.ts'
import { useForm } from '#web/kit/use-form.ts'
import { QuietPage } from '#web/shell/quiet-page.tsx'
import { AuthForm } from './auth-form.tsx'
import { type ChallengeStep, sendFactor } from './challenge-step.ts'
import { ChallengeWays } from './challenge-ways.tsx'
import { useEnter } from './enter.ts'
import { TrustDevice } from './trust-device.tsx'

/** The usual second step: the code that the app shows. */
export function CodeForm(step: ChallengeStep) {
  const { challenge, next, trustDevice, onOver } = step
  const enter = useEnter()
  const form = useForm({
    initial: { code: '' },
    labels: { code: '6-digit code' },
    needsEdit: false,
    check: ({ code }) => ({ code: checkCode(code) }),
    save: async ({ code }) => {
      const body = { code, trustDevice }
      if (await sendFactor(() => api.post('/auth/challenge/code', { body }), onOver)) await enter(next)
    },
  })
  const shown = useOneCode(form, 'code')
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page opens
  useEffect(() => document.getElementById(`${form.id}code`)?.focus(), [])
  const until = timeInZone(new Date(challenge.expiresAt), browserZone())
  return (
    <QuietPage
      key="code"
      title="Enter your code"
      lead={`Your password was right. Open your authenticator app and type the code it shows, before ${until}.`}
      ways={<ChallengeWays {...step} shown="code" />}
    >
      <AuthForm form={shown} action="Sign in">
        <CodeField
          {...form.field('code')}
          onComplete={() => void form.submit()}
          hint={
            form.refusals > 1
              ? 'Codes depend on the time of day: check that your phone sets its clock by itself, and that you look at the entry for this account.'
              : undefined
          }
        />
        <TrustDevice {...step} />
      </AuthForm>
    </QuietPage>
  )
}
