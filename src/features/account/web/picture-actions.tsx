import { useRef, useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { focusOnArrival, focusSoon } from './focus-soon.ts'
import css from './picture-card.module.css'
import { pictureTypes } from './picture-problem.ts'

interface PictureActionsProps {
  /** A picture is set already. */
  has: boolean
  busy: boolean
  onFile(file: File): void
  onRemove(): void
  /** The question whether to remove it is put. */
  onAsk(): void
}

/** Choosing a file, removing the picture, and what a file may be. */
export function PictureActions({ has, busy, onFile, onRemove, onAsk }: PictureActionsProps) {
  const input = useRef<HTMLInputElement>(null)
  const remove = useRef<HTMLButtonElement>(null)
  const [asking, setAsking] = useState(false)
  const ask = () => {
    onAsk()
    setAsking(true)
  }
  const keep = () => {
    setAsking(false)
    focusSoon(() => remove.current)
  }
  if (asking && has) return <RemoveQuestion busy={busy} onRemove={onRemove} onKeep={keep} />
  return (
    <div className={css.text}>
      <div className={css.actions}>
        <Button onClick={() => input.current?.click()} aria-describedby="picture-limits">
          {has ? 'Choose another picture' : 'Choose a picture'}
        </Button>
        {has && (
          <Button ref={remove} look="quiet" onClick={ask}>
            Remove
          </Button>
        )}
      </div>
      <p id="picture-limits" className={css.limits}>
        Or drop one here: PNG, JPEG or WebP, up to 5 MB and 40 megapixels. We keep its middle as a square of 512 pixels,
        and none of its metadata.
      </p>
      <input
        ref={input}
        type="file"
        accept={pictureTypes.join(',')}
        hidden
        aria-label="Picture"
        onChange={(event) => {
          const file = event.target.files?.[0]
          // The same file may be chosen again after it was refused.
          event.target.value = ''
          if (file) onFile(file)
        }}
      />
    </div>
  )
}

function RemoveQuestion({ busy, onRemove, onKeep }: { busy: boolean; onRemove(): void; onKeep(): void }) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc does what the second button does
    <div className={css.text} onKeyDown={(event) => event.key === 'Escape' && onKeep()}>
      <p className={css.question}>Remove your picture? Your initials take its place.</p>
      <div className={css.actions}>
        <Button ref={focusOnArrival} busy={busy} onClick={onRemove}>
          Remove it
        </Button>
        <Button look="quiet" onClick={onKeep}>
          Keep it
        </Button>
      </div>
    </div>
  )
}
