import { useNow } from '#web/kit/now.ts'
import css from './sparkline.module.css'
import { barHeights, usesSentence } from './use-words.ts'

const step = 4
const height = 22

/** How much a key was used in the last 30 days: a bar per day, and the same in words for those who do not see it. */
export function Sparkline({ perDay }: { perDay: readonly number[] }) {
  const words = usesSentence(perDay, useNow())
  const width = perDay.length * step
  return (
    <svg
      className={css.line}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={words}
    >
      <title>{words}</title>
      <path d={`M0 ${height - 0.5}H${width}`} className={css.ground} />
      {barHeights(perDay).map((size, day) => (
        <path
          // biome-ignore lint/suspicious/noArrayIndexKey: the place in the row is the day
          key={day}
          d={`M${day * step + 1.5} ${height - 1}v${-size * (height - 2)}`}
          className={css.bar}
        />
      ))}
    </svg>
  )
}
