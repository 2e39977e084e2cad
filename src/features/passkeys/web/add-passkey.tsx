import { useEffect, useRef, useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Banner } from '#web/kit/banner.tsx'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { passkeysWork } from '#web/passkeys-work.ts'
import { mostPasskeys } from '../limits.ts'
import css from './passkeys.module.css'
import { refreshPasskeys } from './passkeys-query.ts'

// Loaded with the first press: most visits add none.
const loadCeremony = () => import('#web/passkey-ceremony.ts')

/** Adds a passkey, which names itself after who keeps it; or says why this browser cannot. */
export function AddPasskey({ count }: { count: number }) {
  const [added, setAdded] = useState<string>()
  const ceremony = useRef<Awaited<ReturnType<typeof loadCeremony>>>(undefined)
  const form = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => {
      setAdded(undefined)
      ceremony.current = await loadCeremony()
      const { name } = await api.post('/account/passkeys', { body: await ceremony.current.makePasskey() })
      await refreshPasskeys()
      setAdded(name)
      announce(`${name} was added.`)
    },
  })
  useEffect(() => () => ceremony.current?.abandonPasskey(), [])
  if (!passkeysWork()) return <NoPasskeysHere />
  return (
    <div className={css.add}>
      <ErrorSummary form={form} />
      {added && (
        <Banner tone="good" title={`${added} was added`} onDismiss={() => setAdded(undefined)}>
          <p>
            From now on “Sign in with a passkey” lets you in without your password. Give it another name if you like.
          </p>
        </Banner>
      )}
      {count === 0 && (
        <p className={css.note}>
          You have none yet. Your browser asks where to keep it: in this device, in a password manager, or in a security
          key.
        </p>
      )}
      <div>
        <Button
          busy={form.saving}
          reason={count >= mostPasskeys ? `You have ${count} passkeys. Delete one to add another.` : undefined}
          onClick={() => void form.submit()}
        >
          Add a passkey
        </Button>
      </div>
    </div>
  )
}

/** Browsers leave passkeys out when they are old, and on addresses without HTTPS. */
function NoPasskeysHere() {
  return (
    <Banner title="No passkeys in this browser">
      <p>
        {window.isSecureContext
          ? 'It is too old for passkeys, or they are switched off in it. Open this page in another browser to add one.'
          : 'Browsers allow passkeys only on addresses that begin with https. Ask whoever runs this installation for one.'}
      </p>
    </Banner>
  )
}
