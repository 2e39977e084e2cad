import { Button } from '#web/kit/button.tsx'
import type { ChosenPicture } from './chosen-picture.ts'
import css from './picture-card.module.css'
import { fileSize } from './picture-problem.ts'

interface PicturePreviewProps {
  picture: ChosenPicture
  busy: boolean
  onUse(): void
  onCancel(): void
}

/** How a chosen file will look, before it is sent. */
export function PicturePreview({ picture, busy, onUse, onCancel }: PicturePreviewProps) {
  const { file, address, width, height } = picture
  const facts = `${width.toLocaleString('en')} × ${height.toLocaleString('en')} pixels, ${fileSize(file.size)}`
  return (
    <>
      <img className={css.preview} src={address} alt="How it will look" width={88} height={88} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Esc does what the second button does */}
      <div className={css.text} onKeyDown={(event) => event.key === 'Escape' && !busy && onCancel()}>
        <p className={css.question}>
          <b>{file.name}</b>
          <span className={css.limits}>{facts}. Not saved yet.</span>
        </p>
        <div className={css.actions}>
          <Button look="primary" busy={busy} onClick={onUse}>
            Use this picture
          </Button>
          <Button look="quiet" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </div>
    </>
  )
}
