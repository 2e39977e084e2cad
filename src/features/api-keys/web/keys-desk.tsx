import { lazy, Suspense, useRef, useState } from 'react'
import { announce } from '#web/kit/announce.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import css from './api-keys-card.module.css'
import { GenerateButton } from './generate-button.tsx'
import { KeyTable } from './key-layout.tsx'
import { KeyRecord } from './key-record.tsx'
import { type Key, type Offers, refreshKeys } from './keys-query.ts'
import { MoreKeys, type ReadMore } from './more-keys.tsx'
import type { NewSecret } from './new-secret.ts'

// Loaded when a key is made: most visits only look at the list.
const GenerateForm = lazy(() => import('./generate-form.tsx').then((file) => ({ default: file.GenerateForm })))
const NewSecretDialog = lazy(() =>
  import('./new-secret-dialog.tsx').then((file) => ({ default: file.NewSecretDialog })),
)

interface KeysDeskProps {
  team: { id: string; name: string }
  offers: Offers
  keys: readonly Key[]
  more: ReadMore | undefined
}

/** The list of keys with everything that can be done: generate, show a secret once, end one. Says in place what came of it. */
export function KeysDesk({ team, offers, keys, more }: KeysDeskProps) {
  const [generating, setGenerating] = useState(false)
  const [made, setMade] = useState<NewSecret>()
  const [note, setNote] = useState('')
  const body = useRef<HTMLDivElement>(null)
  const focusOn = (selector: string) =>
    requestAnimationFrame(() => (body.current?.querySelector<HTMLElement>(selector) ?? body.current)?.focus())
  const stopGenerating = () => {
    setGenerating(false)
    focusOn(generateButton)
  }
  const show = (secret: NewSecret) => {
    setNote('')
    setMade(secret)
    void refreshKeys()
  }
  const stored = ({ name, keyId, snippets }: NewSecret) => {
    setMade(undefined)
    setNote(snippets ? `${name} is ready to use.` : `${name} has a new secret.`)
    focusOn(snippets ? generateButton : `[data-actions="${keyId}"] [data-act="rotate"]`)
  }
  const revoked = async ({ name }: Key) => {
    await refreshKeys()
    const says = `${name} was revoked. It is refused from now on.`
    setNote(says)
    announce(says)
    focusOn(generateButton)
  }
  const button = <GenerateButton allowed={offers.mayMakeKeys} onPress={() => setGenerating(true)} />
  const form = (
    <Suspense fallback={<Skeleton what="Loading the form" />}>
      <GenerateForm
        team={team}
        offers={offers}
        onCancel={stopGenerating}
        onMade={(secret) => {
          setGenerating(false)
          show(secret)
        }}
      />
    </Suspense>
  )
  return (
    <div ref={body} tabIndex={-1} className={css.body}>
      {generating ? form : keys.length > 0 && <div>{button}</div>}
      {note && (
        <p className={css.note}>
          <Icon name="check" size={16} />
          {note}
        </p>
      )}
      {keys.length > 0 && (
        <KeyTable>
          {keys.map((key) => (
            <KeyRecord
              key={key.id}
              of={key}
              team={team.id}
              offers={offers}
              onRotated={show}
              onRevoked={() => revoked(key)}
            />
          ))}
        </KeyTable>
      )}
      {keys.length === 0 && !generating && (
        <EmptyState title="No API keys yet" action={<div className={css.first}>{button}</div>}>
          Generate one to start runs from CI, or to read results with a program of your own.
        </EmptyState>
      )}
      {more && <MoreKeys read={more} onLast={(first) => focusOn(`[data-key="${first}"]`)} />}
      {made && (
        <Suspense fallback={null}>
          <NewSecretDialog made={made} onStored={() => stored(made)} />
        </Suspense>
      )}
    </div>
  )
}

const generateButton = '[data-generate]'
