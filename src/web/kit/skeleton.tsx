import css from './skeleton.module.css'
import hidden from './hidden.module.css'

/** Grey lines where text is about to be. `what` is read out instead of them. */
export function Skeleton({ lines = 3, what = 'Loading' }: { lines?: number; what?: string }) {
  return (
    <div className={css.skeleton}>
      <p className={hidden.visually}>{what}…</p>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change places
        <span key={line} className={css.line} style={{ inlineSize: `${[72, 94, 58, 86][line % 4]}%` }} aria-hidden="true" />
      ))}
    </div>
  )
}
