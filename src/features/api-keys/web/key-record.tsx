import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { ItemRename } from '#web/kit/item-rename.tsx'
import { Time } from '#web/kit/time.tsx'
import { changeKey, usePause } from './change-key.ts'
import { KeyAccess } from './key-access.tsx'
import { type Doing, KeyActions } from './key-actions.tsx'
import { KeyRows } from './key-layout.tsx'
import css from './key-record.module.css'
import { KeyBadges, KeyExpiry, RotationNote } from './key-state.tsx'
import type { Key, Offers } from './keys-query.ts'
import { LastUsed } from './last-used.tsx'
import type { NewSecret } from './new-secret.ts'

const LimitForm = lazy(() => import('./limit-form.tsx').then((file) => ({ default: file.LimitForm })))
const RotateForm = lazy(() => import('./rotate-form.tsx').then((file) => ({ default: file.RotateForm })))
const RevokeDialog = lazy(() => import('./revoke-dialog.tsx').then((file) => ({ default: file.RevokeDialog })))

interface KeyRecordProps {
  of: Key
  team: string
  offers: Offers
  onRotated(made: NewSecret): void
  onRevoked(key: Key): Promise<void>
}

/** One key: everything known of it, and what can be done with it, each in its own place. */
export function KeyRecord({ of: key, team, offers, onRotated, onRevoked }: KeyRecordProps) {
  const [doing, setDoing] = useState<Doing>()
  const actions = useRef<HTMLDivElement>(null)
  const pause = usePause(team, key)
  const back = (act: Doing) => {
    setDoing(undefined)
    requestAnimationFrame(() => actions.current?.querySelector<HTMLElement>(`[data-act="${act}"]`)?.focus())
  }
  const start = (act: Doing) => (act === 'pause' ? void pause.submit() : setDoing(act))
  return (
    <KeyRows
      identity={
        <>
          <p className={css.name} tabIndex={-1} data-key={key.id}>
            {key.name}
          </p>
          <p className={css.display}>{key.display}</p>
          <KeyBadges of={key} />
        </>
      }
      cells={[
        <KeyAccess key="access" of={key} offers={offers} />,
        <KeyOwner key="owner" of={key} />,
        <LastUsed key="used" of={key} />,
        <KeyExpiry key="expires" of={key} />,
      ]}
      actions={
        <div ref={actions} data-actions={key.id}>
          <KeyActions of={key} limitable={offers.projects.length > 0} pausing={pause.saving} onDo={start} />
        </div>
      }
      below={below([
        doing === 'rename' && (
          <ItemRename
            key="rename"
            name={key.name}
            onCancel={() => back('rename')}
            onSave={async (name) => {
              await changeKey(team, key, { name })
              back('rename')
            }}
          />
        ),
        doing === 'limit' && (
          <LimitForm
            key="limit"
            team={team}
            of={key}
            offers={offers}
            onCancel={() => back('limit')}
            onLimited={() => back('limit')}
          />
        ),
        doing === 'rotate' && (
          <RotateForm
            key="rotate"
            team={team}
            of={key}
            onCancel={() => back('rotate')}
            onMade={(made) => {
              setDoing(undefined)
              onRotated(made)
            }}
          />
        ),
        pause.errors.length > 0 && <ErrorSummary key="pause" form={pause} />,
        key.rotation && doing !== 'rotate' && <RotationNote key="rotation" of={key} />,
        doing === 'revoke' && (
          <RevokeDialog
            key="revoke"
            team={team}
            of={key}
            onKeep={() => back('revoke')}
            onRotate={() => setDoing('rotate')}
            onRevoked={() => onRevoked(key)}
          />
        ),
      ])}
    />
  )
}

function KeyOwner({ of: { owner, kind, createdAt } }: { of: Key }) {
  return (
    <>
      <span className={css.owner}>{owner.name}</span>
      {kind === 'service' && <span className={css.quiet}>service key</span>}
      <span className={css.quiet}>
        <Time at={createdAt} show="date" />
      </span>
    </>
  )
}

/** What stands below a record, or nothing at all. */
const below = (parts: ReactNode[]): ReactNode =>
  parts.some(Boolean) ? <Suspense fallback={null}>{parts}</Suspense> : null
