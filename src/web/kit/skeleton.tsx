import hidden from './hidden.module.css'
import css from './skeleton.module.css'

const widths = ['72%', '94%', '58%', '86%', '66%', '90%']

/** Grey lines (six at most) where text is about to be. `what` is read out instead of them. */
export function Skeleton({ lines = 3, what = 'Loading' }: { lines?: number; what?: string }) {
  return (
    <div className={css.skeleton}>
      <p className={hidden.visually}>{what}…</p>
      {widths.slice(0, lines).map((inlineSize) => (
        <span key={inlineSize} className={css.line} style={{ inlineSize }} aria-hidden="true" />
      ))}
    </div>
  )
}
