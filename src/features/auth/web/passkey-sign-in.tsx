import { useEffect } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { abandonPasskey, askPasskey, passkeysAutofill, passkeysWork } from '#web/passkey-ceremony.ts'
import css from './auth-form.module.css'
import { useEnter } from './enter.ts'

/** Signing in with a passkey: by its button, and in the list the browser shows below the e-mail field. Counts as both factors. */
export function PasskeySignIn({ next }: { next: string | undefined }) {
  const enter = useEnter()
  const signIn = async ({ autofill }: { autofill: boolean }) => {
    await api.post('/auth/passkey-sessions', { body: await askPasskey('/auth', { autofill }) })
    await enter(next)
  }
  const form = useForm({ initial: {}, labels: {}, needsEdit: false, save: () => signIn({ autofill: false }) })
  // biome-ignore lint/correctness/useExhaustiveDependencies: offered once, when the page opens
  useEffect(() => {
    void offerInField(signIn)
    return abandonPasskey
  }, [])
  if (!passkeysWork()) return null
  return (
    <div className={css.other}>
      <p className={css.or}>or</p>
      <ErrorSummary form={form} />
      <Button busy={form.saving} className={css.action} onClick={() => void form.submit()}>
        Sign in with a passkey
      </Button>
    </div>
  )
}

/** What fails here was not asked for, so it is not told: the button is there and says why. */
async function offerInField(signIn: (how: { autofill: boolean }) => Promise<void>): Promise<void> {
  try {
    if (await passkeysAutofill()) await signIn({ autofill: true })
  } catch (refusal) {
    if (!(refusal instanceof ApiRefusal)) throw refusal
  }
}
