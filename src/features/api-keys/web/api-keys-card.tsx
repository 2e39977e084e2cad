import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import css from './api-keys-card.module.css'
import { GenerateForm } from './generate-form.tsx'
import { KeyTable } from './key-layout.tsx'
import { KeyRecord } from './key-record.tsx'
import { type Key, keysQuery, offersQuery, refreshKeys, useKeyTeam } from './keys-query.ts'
import type { NewSecret } from './new-secret.ts'
import { NewSecretDialog } from './new-secret-dialog.tsx'

/** The card of API keys: generate one, see what each may do and did, and end it. */
export function ApiKeysCard() {
  const team = useKeyTeam()
  return (
    <Section
      id="api-keys"
      title="API Keys"
      description="For CI/CD pipelines and programs of your own. A key is shown once, may do only what you choose, and can be revoked at any time with the delete icon next to it."
      // The table needs the width that other cards leave to their title.
      style={{ gridTemplateColumns: 'minmax(0, 1fr)' }}
    >
      {team ? <TeamKeys team={team} /> : <p className={css.none}>You are in no team, and keys belong to one.</p>}
    </Section>
  )
}

function TeamKeys({ team }: { team: { id: string; name: string } }) {
  const list = useInfiniteQuery({ ...keysQuery(team.id), throwOnError: true })
  const { data: offers } = useQuery({ ...offersQuery(team.id), throwOnError: true })
  const [generating, setGenerating] = useState(false)
  const [made, setMade] = useState<NewSecret>()
  const [note, setNote] = useState('')
  const body = useRef<HTMLDivElement>(null)
  const focusOn = (...selectors: string[]) =>
    requestAnimationFrame(() => {
      const found = selectors.map((selector) => body.current?.querySelector<HTMLElement>(selector))
      ;(found.find(Boolean) ?? body.current)?.focus()
    })

  if (!list.data || !offers) return <Skeleton lines={4} what="Reading your API keys" />
  const keys = list.data.pages.flatMap(({ items }) => items)
  const button = (
    <Button
      look="primary"
      data-generate
      onClick={() => {
        setNote('')
        setGenerating(true)
      }}
    >
      Generate API Key
    </Button>
  )
  const show = (secret: NewSecret) => {
    setGenerating(false)
    setNote('')
    setMade(secret)
    void refreshKeys(team.id)
  }
  const showMore = async () => {
    const { data, hasNextPage } = await list.fetchNextPage()
    const added = data?.pages.at(-1)?.items ?? []
    announce(`${added.length} more ${added.length === 1 ? 'key' : 'keys'}`)
    // The button is gone with the last page.
    if (!hasNextPage && added[0]) focusOn(`[data-key="${added[0].id}"]`)
  }
  const stored = (secret: NewSecret) => {
    setMade(undefined)
    setNote(secret.snippets ? `${secret.name} is ready to use.` : `${secret.name} has a new secret.`)
    focusOn(...(secret.snippets ? ['[data-generate]'] : [`[data-actions="${secret.keyId}"] [data-act="rotate"]`]))
  }
  const revoked = async ({ name }: Key) => {
    await refreshKeys(team.id)
    const says = `${name} was revoked. It is refused from now on.`
    setNote(says)
    announce(says)
    focusOn('[data-generate]')
  }
  return (
    <div ref={body} tabIndex={-1} className={css.body}>
      {generating ? (
        <GenerateForm
          team={team}
          offers={offers}
          onCancel={() => {
            setGenerating(false)
            focusOn('[data-generate]')
          }}
          onMade={show}
        />
      ) : (
        keys.length > 0 && <div>{button}</div>
      )}
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
        <EmptyState title="No API keys yet" action={button}>
          Generate one to start runs from CI or to read results with a program of your own. Nothing but you and your
          team has access until then.
        </EmptyState>
      )}
      {list.hasNextPage && (
        <div>
          <Button busy={list.isFetchingNextPage} onClick={() => void showMore()}>
            Show more keys
          </Button>
        </div>
      )}
      {made && <NewSecretDialog made={made} onStored={() => stored(made)} />}
    </div>
  )
}
