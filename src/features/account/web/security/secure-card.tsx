import { useEffect, useRef, useState } from 'react'
import { type AnswerOf, api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { Section } from '#web/kit/section.tsx'
import { focusSoon } from '../focus-soon.ts'
import css from './secure-card.module.css'
import { SecuredOutcome } from './secured-outcome.tsx'
import { refreshSecurity } from './security-queries.ts'

/** What was taken away, as the API tells it. */
export type Taken = AnswerOf<'POST', '/account/lockdown'>['taken']

/** “Secure my account”: says what will happen, asks once, does it in one act, and tells what is left to do. */
export function SecureCard() {
  const [asking, setAsking] = useState(false)
  const [taken, setTaken] = useState<Taken>()
  const button = useRef<HTMLButtonElement>(null)
  const outcome = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (taken) outcome.current?.focus()
  }, [taken])
  const secure = async () => {
    const { taken: found } = await api.post('/account/lockdown')
    setAsking(false)
    setTaken(found)
    announce('Your account is secured. Choose a new password to finish.', 'assertive')
    void refreshSecurity()
  }
  const keep = () => {
    setAsking(false)
    focusSoon(() => button.current)
  }
  return (
    <Section
      id="secure"
      title="Secure my account"
      description="If something looks wrong: one press takes away whatever somebody else might hold. You stay signed in here."
    >
      {taken && (
        <div ref={outcome} tabIndex={-1}>
          <SecuredOutcome taken={taken} />
        </div>
      )}
      <ul className={css.list}>
        <li>Signs out every other session, and forgets the browsers you used before.</li>
        <li>Revokes your personal API keys, your passkeys and your backup codes.</li>
        <li>Cancels a change of address under way, and makes every open link worthless.</li>
        <li>Lets nobody sign in with the present password: you choose a new one.</li>
      </ul>
      {asking ? (
        <ItemQuestion act="Secure my account now" keep="Not now" onAct={secure} onKeep={keep}>
          Secure your account? Programs that use your API keys stop working at once. This cannot be undone.
        </ItemQuestion>
      ) : (
        <div>
          <Button ref={button} look="danger" onClick={() => setAsking(true)}>
            <Icon name="shield" />
            Secure my account
          </Button>
        </div>
      )}
    </Section>
  )
}
