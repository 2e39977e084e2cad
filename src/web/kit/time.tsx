import '@mantine/core/styles/Tooltip.layer.css'
import { Tooltip } from '@mantine/core'
import { formatInZone } from '#platform/zones.ts'
import { useZone } from '../account.ts'
import { useNow } from './now.ts'
import { relativeTime } from './relative-time.ts'
import css from './time.module.css'

interface TimeProps {
  /** RFC 3339, as the API answers it. */
  at: string
  /** `relative`: “3 minutes ago”; otherwise the local date or date and time. */
  show?: 'relative' | 'date' | 'dateTime'
  /** It has happened: a clock that runs a little behind the server's must not show it as still to come. */
  past?: boolean
}

/** A moment, in the zone of the reader's profile. The exact local time and its zone appear on hover and on focus. */
export function Time({ at, show = 'dateTime', past = false }: TimeProps) {
  const zone = useZone()
  const now = useNow()
  const date = new Date(at)
  const text = show === 'relative' ? relativeTime(past && date > now ? now : date, now) : formatInZone(date, zone, show)
  return (
    <Tooltip
      label={formatInZone(date, zone, 'dateTimeZone')}
      events={{ hover: true, focus: true, touch: true }}
      interactive
      inline
      portalProps={{ target: document.querySelector('main') ?? document.body }}
      transitionProps={{ duration: 0 }}
      classNames={{ tooltip: css.tip ?? '' }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: people without a pointer reach the exact time by the Tab key */}
      <time dateTime={at} tabIndex={0} className={css.time}>
        {text}
      </time>
    </Tooltip>
  )
}
