import { useRef, useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { NamedItem } from '#web/kit/named-item.tsx'
import { Time } from '#web/kit/time.tsx'
import css from './two-factor.module.css'
import { refreshSecurity, type TwoFactorState } from './two-factor-query.ts'

type Device = TwoFactorState['trustedDevices'][number]

/** The browsers in which no code is asked for, and taking that back. */
export function TrustedDevices({ devices }: { devices: Device[] }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [asking, setAsking] = useState(false)
  const over = async (says: string) => {
    await refreshSecurity()
    announce(says)
    heading.current?.focus()
  }
  const distrust = async ({ id, device }: Device) => {
    await api.delete('/account/trusted-devices/{id}', { params: { id } })
    await over(`${device} is asked for a code again.`)
  }
  const distrustAll = async () => {
    await api.delete('/account/trusted-devices')
    setAsking(false)
    await over('Every browser is asked for a code again.')
  }
  return (
    <div className={css.block}>
      <h4 ref={heading} tabIndex={-1}>
        Trusted browsers
      </h4>
      {devices.length === 0 ? (
        <p className={css.note}>
          None: every browser is asked for a code. To trust one for 30 days, tick the box below the code when you sign
          in there.
        </p>
      ) : (
        <ItemList name="Trusted browsers">
          {devices.map((device) => (
            <NamedItem
              key={device.id}
              name={device.device}
              badge={device.current ? 'This browser' : undefined}
              removal={{
                label: 'Stop trusting',
                question: (
                  <>
                    Stop trusting <b>{device.device}</b>? It stays signed in where it is, and is asked for a code the
                    next time.
                  </>
                ),
                act: 'Stop trusting it',
                run: () => distrust(device),
              }}
            >
              Until <Time at={device.trustedUntil} show="date" /> · last seen{' '}
              <Time at={device.lastSeenAt} show="relative" past />
            </NamedItem>
          ))}
        </ItemList>
      )}
      {devices.length > 1 &&
        (asking ? (
          <div className={css.panel}>
            <ItemQuestion
              act={`Stop trusting all ${devices.length}`}
              keep="Keep them"
              onAct={distrustAll}
              onKeep={() => setAsking(false)}
            >
              Stop trusting all browsers? Each is asked for a code the next time it signs in.
            </ItemQuestion>
          </div>
        ) : (
          <div className={css.actions}>
            <Button onClick={() => setAsking(true)}>Stop trusting all ({devices.length})</Button>
          </div>
        ))}
    </div>
  )
}
