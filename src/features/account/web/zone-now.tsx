import { useNow } from '#web/kit/now.ts'
import { momentIn } from './zone-moment.ts'
import css from './zone-now.module.css'

/** What the clocks of a zone show now. */
export function ZoneNow({ zone }: { zone: string }) {
  const moment = momentIn(zone, useNow())
  if (!moment) return null
  return (
    <p className={css.now}>
      Now <strong>{moment.time}</strong>, {moment.date} <span className={css.offset}>{moment.offset}</span>
    </p>
  )
}
