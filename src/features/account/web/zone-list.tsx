import { memo, useEffect, useLayoutEffect, useRef } from 'react'
import { announce } from '#web/kit/announce.tsx'
import { Icon } from '#web/kit/icon.tsx'
import type { ZoneChoice } from '../zone-search.ts'
import { aliasMeant } from './zone-alias.ts'
import css from './zone-list.module.css'

interface ZoneListProps {
  id: string
  choices: ZoneChoice[]
  /** The zone the field holds. */
  chosen: string
  active: number
  query: string
  state: 'loading' | 'failed' | 'ready'
  onChoose(zone: string): void
}

/** The zones that fit, each with its offset and what its clocks show now. The focus stays in the text field. */
export function ZoneList({ id, choices, chosen, active, query, state, onChoose }: ZoneListProps) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list grows when the zones have arrived
  useEffect(() => {
    // The answer is dropped: some browsers give a promise, which would be taken for a clean-up.
    list.current?.scrollIntoView({ block: 'nearest' })
  }, [state])
  useKeptInView(list, active, choices)
  useEffect(() => {
    if (state === 'ready' && query !== '') announce(count(choices.length))
  }, [state, query, choices.length])
  const empty = state === 'ready' && choices.length === 0
  return (
    <div
      ref={list}
      id={id}
      className={css.list}
      role="listbox"
      aria-label="Zones to choose from"
      aria-busy={state === 'loading' || undefined}
      onMouseDown={(event) => event.preventDefault()}
    >
      {state !== 'ready' || empty ? (
        <div className={css.note} role="option" aria-selected={false} aria-disabled="true" tabIndex={-1}>
          {empty ? `No time zone matches “${query}”. Try a city, a country or an offset such as +5:30.` : notes[state]}
        </div>
      ) : (
        choices.map((choice, at) => (
          <ZoneOption
            key={choice.zone}
            id={`${id}${at}`}
            choice={choice}
            alias={aliasMeant(choice, query)}
            active={at === active}
            chosen={choice.zone === chosen}
            onChoose={onChoose}
          />
        ))
      )}
    </div>
  )
}

const notes = {
  loading: 'Loading the time zones…',
  failed: 'The time zones could not be loaded. Check your connection, or type the full name, such as Europe/Berlin.',
  ready: '',
}

const count = (found: number): string =>
  found === 0 ? 'No time zone matches.' : found === 1 ? '1 time zone.' : `${found} time zones.`

interface OptionProps {
  id: string
  choice: ZoneChoice
  alias: string | undefined
  active: boolean
  chosen: boolean
  onChoose(zone: string): void
}

const ZoneOption = memo(function ZoneOption({ id, choice, alias, active, chosen, onChoose }: OptionProps) {
  const { zone, city, country, offset, time } = choice
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are read by the text field, which keeps the focus
    <div
      id={id}
      className={css.option}
      role="option"
      aria-selected={chosen}
      data-active={active || undefined}
      tabIndex={-1}
      onClick={() => onChoose(zone)}
    >
      <span className={css.sign}>{chosen && <Icon name="check" size={16} />}</span>
      <span className={css.place}>
        {city}
        {country && <span className={css.country}>, {country}</span>}
      </span>
      <span className={css.time}>{time}</span>
      <span className={css.name}>
        {zone}
        {alias && ` · also ${alias}`}
      </span>
      <span className={css.offset}>{offset}</span>
    </div>
  )
})

/** Scrolls the list, and only the list, so far that the active option shows; a list just opened shows it in the middle. */
function useKeptInView(list: React.RefObject<HTMLDivElement | null>, active: number, choices: ZoneChoice[]): void {
  const before = useRef(0)
  useLayoutEffect(() => {
    const box = list.current
    const option = box?.children[active]
    const fresh = before.current === 0
    before.current = choices.length
    if (!box || !(option instanceof HTMLElement) || choices.length === 0) return
    const above = option.offsetTop - box.scrollTop
    const below = above + option.offsetHeight - box.clientHeight
    if (fresh) box.scrollTop = option.offsetTop - (box.clientHeight - option.offsetHeight) / 2
    else if (above < 0) box.scrollTop += above
    else if (below > 0) box.scrollTop += below
  }, [list, active, choices.length])
}
