import { useEffect, useRef } from 'react'
import { minutes } from '#platform/clock.ts'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { abandonPasskey, askPasskey, passkeysAutofill } from '#web/passkey-ceremony.ts'
import { passkeysWork } from '#web/passkeys-work.ts'
import css from './auth-form.module.css'
import { useEnter } from './enter.ts'

type Picked = Awaited<ReturnType<typeof askPasskey>>

// The server takes an answer for five minutes.
const offerLasts = minutes(4)

/** Signing in with a passkey: by its button, and in the list the browser shows below the e-mail field. Counts as both factors. */
export function PasskeySignIn({ next }: { next: string | undefined }) {
  const enter = useEnter()
  const picked = useRef<Picked>(undefined)
  const asking = useRef(false)
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      asking.current = true
      try {
        const body = picked.current ?? (await askPasskey('/auth'))
        await api.post('/auth/passkey-sessions', { body })
        await enter(next)
      } finally {
        picked.current = undefined
        asking.current = false
      }
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: offered from when the page opens until it is left
  useEffect(() => {
    const offer = async () => {
      // A question that is open already would be withdrawn.
      if (asking.current || document.visibilityState === 'hidden') return
      picked.current = await pickedInField()
      if (picked.current) await form.submit()
    }
    void offer()
    const timer = setInterval(() => void offer(), offerLasts)
    return () => {
      clearInterval(timer)
      abandonPasskey()
    }
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

/** The passkey chosen in the field's list. What fails here was not asked for, so it is not told: the button is there and says why. */
async function pickedInField(): Promise<Picked | undefined> {
  try {
    return (await passkeysAutofill()) ? await askPasskey('/auth', { autofill: true }) : undefined
  } catch (refusal) {
    if (!(refusal instanceof ApiRefusal)) throw refusal
    return undefined
  }
}
