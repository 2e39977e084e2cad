import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useId } from 'react'
import { Button } from '#web/kit/button.tsx'
import type { Team } from '#web/team.ts'
import css from './filter-bar.module.css'
import { type Filters, filterNames, isFiltered } from './filters.ts'
import { choicesQuery } from './log-queries.ts'
import type { useFilters } from './use-filters.ts'

interface FilterBarProps {
  team: Team
  filtering: ReturnType<typeof useFilters>
}

/** Narrows the log down. Choices act at once, words when they are sent; all of it stands in the address and can be sent to a colleague. */
export function FilterBar({ team, filtering: { filters, set, replaceAll } }: FilterBarProps) {
  const { data: choices } = useQuery(choicesQuery(team.id))
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const change: Filters = {}
    for (const name of filterNames) {
      const value = String(form.get(name) ?? '').trim()
      if (value) change[name] = value
    }
    replaceAll(change)
  }
  const users = choices?.users ?? []
  const unknown =
    filters.user && !users.some(({ id }) => id === filters.user)
      ? [{ id: filters.user, name: filters.user, kind: 'user' }]
      : []
  return (
    <search>
      {/* A changed address fills the fields anew. */}
      <form key={JSON.stringify(filters)} className={css.bar} aria-label="Filters" onSubmit={send}>
        <Choice label="User" name="user" value={filters.user} onChange={(user) => set({ user })}>
          <option value="">Everybody</option>
          {[...users, ...unknown].map(({ id, name, kind }) => (
            <option key={id} value={id}>
              {kind === 'key' ? `Key “${name}”` : name}
            </option>
          ))}
        </Choice>
        <Choice label="Action" name="area" value={filters.area} onChange={(area) => set({ area })}>
          <option value="">Every kind</option>
          {choices?.areas.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
        <Words label="From" name="from" type="date" value={filters.from} />
        <Words label="To" name="to" type="date" value={filters.to} />
        <Words label="IP Address" name="ip" value={filters.ip} />
        <Words label="Target" name="target" value={filters.target} />
        <Words label="Words" name="text" value={filters.text} wide />
        <div className={css.acts}>
          <Button type="submit">Filter</Button>
          {isFiltered(filters) && (
            <Button look="quiet" onClick={() => replaceAll({})}>
              Clear filters
            </Button>
          )}
        </div>
      </form>
    </search>
  )
}

interface PartProps {
  label: string
  name: string
  value: string | undefined
}

function Choice({
  label,
  name,
  value,
  onChange,
  children,
}: PartProps & { onChange(value: string | undefined): void; children: ReactNode }) {
  const id = useId()
  return (
    <div className={css.part}>
      <label htmlFor={id}>{label}</label>
      <select id={id} name={name} value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)}>
        {children}
      </select>
    </div>
  )
}

function Words({ label, name, value, type = 'text', wide }: PartProps & { type?: 'text' | 'date'; wide?: boolean }) {
  const id = useId()
  return (
    <div className={css.part} data-wide={wide}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        defaultValue={value}
        maxLength={type === 'text' ? 200 : undefined}
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  )
}
