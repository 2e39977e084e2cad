import css from './runs.module.css'

/** How far something is, as a bar and in words. */
export function Progress({ done, of, says }: { done: number; of: number; says: string }) {
  return (
    <div className={css.progress}>
      <progress value={done} max={Math.max(1, of)} aria-label={says} />
      <p className={css.small} role="status">
        {says}
      </p>
    </div>
  )
}
