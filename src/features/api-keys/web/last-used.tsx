import { Time } from '#web/kit/time.tsx'
import type { Key } from './keys-query.ts'
import css from './last-used.module.css'
import { Sparkline } from './sparkline.tsx'
import { requests } from './use-words.ts'

/** When a key was last used, from where, by what and for what, and how much in the last 30 days. */
export function LastUsed({ of: { lastUsed, uses30Days } }: { of: Key }) {
  if (!lastUsed) return <span className={css.never}>Never used</span>
  return (
    <div className={css.box}>
      <p>
        <Time at={lastUsed.at} show="relative" past /> · {lastUsed.ip} · {lastUsed.client}
      </p>
      <p className={css.route}>{lastUsed.route}</p>
      <div className={css.month}>
        <Sparkline perDay={uses30Days} />
        <span aria-hidden="true">{requests(uses30Days.reduce((sum, uses) => sum + uses, 0))} in 30 days</span>
      </div>
    </div>
  )
}

/** What revoking a key would stop, in a sentence. */
export function UseEvidence({ of: { lastUsed, uses30Days, createdAt } }: { of: Key }) {
  if (!lastUsed)
    return (
      <p>
        It was never used since it was generated <Time at={createdAt} show="relative" past />, so nothing stops working.
      </p>
    )
  const total = uses30Days.reduce((sum, uses) => sum + uses, 0)
  const quiet = total === 0
  return (
    <>
      <p>
        Last used <Time at={lastUsed.at} show="relative" past /> from <b>{lastUsed.ip}</b> by <b>{lastUsed.client}</b> (
        <code>{lastUsed.route}</code>), {requests(total)} in 30 days.
      </p>
      <p>
        {quiet
          ? 'Nobody used it for a month. It is likely that nothing stops working.'
          : 'Whatever uses it is refused from the next request on. This cannot be undone.'}
      </p>
    </>
  )
}
