import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { timeZoneSpelling } from '#platform/zones.ts'
import { announce } from '#web/kit/announce.tsx'
import { FieldFrame } from '#web/kit/field.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { useNow } from '#web/kit/now.ts'
import type { FieldProps } from '#web/kit/use-form.ts'
import type { ZoneChoice } from '../zone-search.ts'
import css from './zone-field.module.css'
import { stepFrom } from './zone-keys.ts'
import { ZoneList } from './zone-list.tsx'
import { ZoneNow } from './zone-now.tsx'

const zoneSearch = {
  queryKey: ['zone-search'],
  queryFn: () => import('../zone-search.ts'),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
}
const none: ZoneChoice[] = []

/**
 * The time zone of a profile: an editable combobox with a list (ARIA APG). Typing searches by city, country, offset, name or alias; the
 * list of places is loaded when the field is first used.
 */
export function ZoneField({ id, name, label, value, error, onChange }: FieldProps) {
  const [typed, setTyped] = useState<string>()
  const [open, setOpen] = useState(false)
  const [moved, setMoved] = useState<number>()
  const [used, setUsed] = useState(false)
  const now = useNow()
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const query = useDeferredValue(typed ?? '')
  const places = useQuery({ ...zoneSearch, enabled: used })
  const search = open ? places.data?.searchZones : undefined
  const choices = useMemo(() => search?.(query, now) ?? none, [search, query, now])
  const chosen = choices.findIndex(({ zone }) => zone === value)
  const active = moved ?? (query === '' ? chosen : 0)

  useEffect(() => {
    // On a phone the bar with Save has just come up, perhaps over the field.
    if (!open && document.activeElement === field.current) field.current?.scrollIntoView({ block: 'nearest' })
  }, [open])

  const show = () => {
    setUsed(true)
    setOpen(true)
  }
  const hide = () => {
    setOpen(false)
    setTyped(undefined)
    setMoved(undefined)
  }
  const choose = (zone: string) => {
    onChange(zone)
    announce(`${zone} chosen.`)
    hide()
  }
  const leave = () => {
    const spelled = typed && timeZoneSpelling(typed.trim())
    if (spelled && spelled !== value) choose(spelled)
    else hide()
  }
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const step = stepFrom(event, { open, active, count: choices.length })
    if (!step) return
    event.preventDefault()
    if (step.do === 'show') show()
    if (step.do === 'hide') hide()
    if (step.do === 'move') setMoved(step.to)
    const picked = step.do === 'choose' && choices[active]
    if (picked) choose(picked.zone)
  }

  return (
    <FieldFrame
      id={id}
      label={label}
      error={error}
      hint="For schedules and for every time in pages, letters and exports."
      below={<ZoneNow zone={value} />}
    >
      {(control) => (
        <div className={css.box}>
          <input
            {...control}
            ref={field}
            className={`${control.className} ${css.input}`}
            name={name}
            type="text"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={open}
            aria-controls={open ? listId : undefined}
            aria-activedescendant={choices[active] ? `${listId}${active}` : undefined}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            placeholder="City, offset or name"
            value={typed ?? value}
            onFocus={(event) => {
              setUsed(true)
              event.target.select()
            }}
            onClick={show}
            onBlur={leave}
            onKeyDown={keys}
            onChange={(event) => {
              setTyped(event.target.value)
              setMoved(undefined)
              show()
            }}
          />
          <span className={css.arrow}>
            <Icon name="down" />
          </span>
          {open && (
            <ZoneList
              id={listId}
              choices={choices}
              chosen={value}
              active={active}
              query={query}
              state={places.isError ? 'failed' : places.data ? 'ready' : 'loading'}
              onChoose={choose}
            />
          )}
        </div>
      )}
    </FieldFrame>
  )
}
