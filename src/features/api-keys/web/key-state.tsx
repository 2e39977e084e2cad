import { formatInZone } from '#platform/zones.ts'
import { useZone } from '#web/account.ts'
import { Icon } from '#web/kit/icon.tsx'
import { Time } from '#web/kit/time.tsx'
import css from './key-state.module.css'
import type { Key } from './keys-query.ts'

/** Words below a key's name that ask for attention: paused, being rotated, not used for long. */
export function KeyBadges({ of: key }: { of: Key }) {
  return (
    <div className={css.badges}>
      {key.state === 'paused' && <span className={css.badge}>Paused</span>}
      {key.rotation && (
        <span className={css.badge}>
          Rotating, ends <Time at={key.rotation.oldUsedUntil} show="relative" />
        </span>
      )}
      {key.unusedFor90Days && (
        <span className={`${css.badge} ${css.warn}`}>
          <Icon name="warning" size={14} /> Unused for 90 days
        </span>
      )}
    </div>
  )
}

/** When a key ends: quiet, amber within a week, red within a day and after it, always with words. */
export function KeyExpiry({ of: key }: { of: Key }) {
  const zone = useZone()
  if (key.expiresAt === null) return <span className={css.quiet}>Never</span>
  if (key.state === 'expired')
    return (
      <span className={css.bad}>
        <Icon name="error" size={16} />
        <span>
          Expired <Time at={key.expiresAt} show="relative" past />
        </span>
      </span>
    )
  if (key.expiresSoon === null)
    return (
      <>
        <Time at={key.expiresAt} show="relative" />
        <span className={css.date}>{formatInZone(new Date(key.expiresAt), zone, 'date')}</span>
      </>
    )
  return (
    <span className={key.expiresSoon === 'now' ? css.bad : css.amber}>
      <Icon name={key.expiresSoon === 'now' ? 'error' : 'warning'} size={16} />
      <span>
        Expires <Time at={key.expiresAt} show="relative" />
      </span>
    </span>
  )
}

/** Who still uses the secret before the rotation, so that one knows when it can go. */
export function RotationNote({ of: key }: { of: Key }) {
  if (!key.rotation) return null
  const { oldDisplay, oldUsedUntil, oldCallers } = key.rotation
  return (
    <div className={css.note}>
      <p>
        The old secret <code>{oldDisplay}</code> works until <Time at={oldUsedUntil} />.{' '}
        {oldCallers.length === 0 ? 'Nobody has used it since the rotation.' : 'It is still used by:'}
      </p>
      {oldCallers.length > 0 && (
        <ul>
          {oldCallers.map(({ ip, client, at }) => (
            <li key={ip}>
              {ip} · {client} · <Time at={at} show="relative" past />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
