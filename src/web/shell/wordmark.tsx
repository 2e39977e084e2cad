import css from './wordmark.module.css'

/** The sign and the name: a shield with two strides in it. */
export function Wordmark() {
  return (
    <span className={css.wordmark}>
      <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <path className={css.shield} d="M16 2 4 6.6v8.9c0 7.2 5 12.7 12 15 7-2.3 12-7.8 12-15V6.6z" />
        <path className={css.stride} d="m11 10.5 5.5 5.5-5.5 5.5M17.5 10.5 23 16l-5.5 5.5" />
      </svg>
      <span>
        Aegis<span className={css.second}>Runner</span>
      </span>
    </span>
  )
}
