import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { NamedItem } from '#web/kit/named-item.tsx'
import { Time } from '#web/kit/time.tsx'
import { type Passkey, refreshPasskeys } from './passkeys-query.ts'

/** One passkey: who keeps it, whether on several devices, when it was used. */
export function PasskeyItem({ passkey, onRemoved }: { passkey: Passkey; onRemoved(): void }) {
  const { id, name, provider, synced, createdAt, lastUsedAt } = passkey
  const params = { passkey: id }
  const rename = async (typed: string) => {
    await api.patch('/account/passkeys/{passkey}', { params, body: { name: typed } })
    await refreshPasskeys()
  }
  const remove = async () => {
    await api.delete('/account/passkeys/{passkey}', { params })
    await refreshPasskeys()
    announce(`${name} was deleted.`)
    onRemoved()
  }
  return (
    <NamedItem
      name={name}
      badge={synced ? 'Synced' : 'This device only'}
      onRename={rename}
      removal={{
        label: 'Delete',
        question: (
          <>
            Delete <b>{name}</b>? It no longer signs you in.{' '}
            {synced ? `${provider ?? 'The password manager'} may still list it` : 'The device may still list it'} until
            you remove it there too.
          </>
        ),
        act: 'Delete it',
        run: remove,
      }}
    >
      {provider && provider !== name && `${provider} · `}
      Added <Time at={createdAt} show="date" /> ·{' '}
      {lastUsedAt ? (
        <>
          last used <Time at={lastUsedAt} show="relative" past />
        </>
      ) : (
        'never used'
      )}
    </NamedItem>
  )
}
