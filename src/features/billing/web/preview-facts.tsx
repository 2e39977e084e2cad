import { Time } from '#web/kit/time.tsx'
import type { Preview } from './billing-query.ts'
import css from './change-dialog.module.css'
import { money } from './words.ts'

/** The amounts of a change, now and next time, and what would no longer fit. */
export function PreviewFacts({ preview, method }: { preview: Preview; method: string | undefined }) {
  const { kind, lines, dueNow, next, effectiveAt, breaks, endsTrial, keepsGoing } = preview
  return (
    <>
      <p className={css.when}>
        {kind === 'renewal' ? (
          <>
            Begins on <Time at={effectiveAt} show="date" />, when what you paid for ends. It can be undone until then.
          </>
        ) : (
          <>
            Begins at once.{endsTrial && ' The trial ends with it.'}
            {keepsGoing && ' Your cancellation is taken back.'}
          </>
        )}
      </p>
      <table className={css.amounts}>
        <tbody>
          {lines.length > 1 &&
            lines.map(({ description, amount }) => (
              <tr key={description}>
                <th scope="row">{description}</th>
                <td>{money(amount)}</td>
              </tr>
            ))}
          <tr className={css.due}>
            <th scope="row">Due now{method && dueNow.amount > 0 && <small>{method}</small>}</th>
            <td>{money(dueNow)}</td>
          </tr>
          <tr>
            <th scope="row">
              Next invoice, <Time at={next.at} show="date" />
            </th>
            <td>{money(next.amount)}</td>
          </tr>
        </tbody>
      </table>
      {breaks.length > 0 && (
        <div className={css.breaks}>
          <p>What does not fit into the smaller plan</p>
          <ul>
            {breaks.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
