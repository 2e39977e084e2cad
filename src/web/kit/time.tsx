import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react'
import { formatInZone } from '#platform/zones.ts'
import { useZone } from '../account.ts'
import { useNow } from './now.ts'
import { relativeTime } from './relative-time.ts'
import css from './time.module.css'

const TimeTip = lazy(() => import('./time-tip.tsx').then((file) => ({ default: file.TimeTip })))

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
  const box = useRef<HTMLTimeElement>(null)
  const id = useId()
  const { open, show: showTip, hide, hideSoon } = useTip()
  return (
    <>
      <time
        ref={box}
        dateTime={at}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: people without a pointer reach the exact time by the Tab key
        tabIndex={0}
        className={css.time}
        aria-describedby={open ? id : undefined}
        onPointerEnter={showTip}
        onPointerLeave={hideSoon}
        onFocus={showTip}
        onBlur={hide}
        onKeyDown={({ key }) => key === 'Escape' && hide()}
      >
        {text}
      </time>
      {open && (
        <Suspense fallback={null}>
          <TimeTip
            of={box}
            id={id}
            text={formatInZone(date, zone, 'dateTimeZone')}
            onPointerEnter={showTip}
            onPointerLeave={hideSoon}
          />
        </Suspense>
      )}
    </>
  )
}

/** Whether the bubble is shown; a pointer has a moment to get from the text to the bubble. */
function useTip() {
  const [open, setOpen] = useState(false)
  const timer = useRef<number>(undefined)
  const stay = () => window.clearTimeout(timer.current)
  useEffect(() => () => window.clearTimeout(timer.current), [])
  return {
    open,
    show: () => {
      stay()
      setOpen(true)
    },
    hide: () => {
      stay()
      setOpen(false)
    },
    hideSoon: () => {
      stay()
      timer.current = window.setTimeout(() => setOpen(false), 120)
    },
  }
}
