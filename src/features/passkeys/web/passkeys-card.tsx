import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { Section } from '#web/kit/section.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { AddPasskey } from './add-passkey.tsx'
import { PasskeyItem } from './passkey-item.tsx'
import css from './passkeys.module.css'
import { passkeysQuery, refreshPasskeys } from './passkeys-query.ts'

/** Passkeys: signing in by unlocking one's own device. */
export function PasskeysCard() {
  const { data, error } = useQuery(passkeysQuery)
  const body = useRef<HTMLDivElement>(null)
  return (
    <Section
      id="passkeys"
      title="Passkeys"
      description="Sign in by unlocking your phone, your computer or a security key. A passkey cannot be phished or guessed, and counts as both factors."
    >
      <div ref={body} tabIndex={-1} className={css.body}>
        {data ? (
          <>
            {data.items.length > 0 && (
              <ItemList name="Passkeys">
                {data.items.map((passkey) => (
                  <PasskeyItem key={passkey.id} passkey={passkey} onRemoved={() => body.current?.focus()} />
                ))}
              </ItemList>
            )}
            <AddPasskey count={data.items.length} />
          </>
        ) : (
          <Unread error={error} />
        )}
      </div>
    </Section>
  )
}

function Unread({ error }: { error: Error | null }) {
  if (!error) return <Skeleton what="Loading passkeys" />
  return (
    <Banner
      tone="bad"
      title="This could not be read"
      actions={<Button onClick={() => void refreshPasskeys()}>Try again</Button>}
    >
      <p>{error.message}</p>
    </Banner>
  )
}
