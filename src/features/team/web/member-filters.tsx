import { useEffect, useId, useState } from 'react'
import hidden from '#web/kit/hidden.module.css'
import type { Filters } from './filters.ts'
import { roleNames } from './role-names.ts'
import css from './team.module.css'

interface MemberFiltersProps {
  filters: Filters
  manages: boolean
  onChange(change: Record<string, string>): void
}

/** Search and filters above the list. */
export function MemberFilters({ filters, manages, onChange }: MemberFiltersProps) {
  const id = useId()
  const [typed, setTyped] = useState(filters.search ?? '')
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed starts a search
  useEffect(() => {
    if (typed.trim() === (filters.search ?? '')) return
    const timer = setTimeout(() => onChange({ search: typed.trim() }), 250)
    return () => clearTimeout(timer)
  }, [typed])
  // The address changed by other means: Back, “Clear filters”.
  useEffect(() => {
    if (filters.search === undefined) setTyped('')
  }, [filters.search])
  return (
    <search className={css.filters}>
      <label htmlFor={`${id}search`} className={hidden.visually}>
        Search by name or e-mail
      </label>
      <input
        id={`${id}search`}
        type="search"
        className={css.search}
        placeholder="Search by name or e-mail"
        maxLength={100}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Choice id={`${id}role`} label="Role" value={filters.role ?? ''} onChange={(role) => onChange({ role })}>
        {{ '': 'Every role', ...roleNames }}
      </Choice>
      <Choice
        id={`${id}status`}
        label="Status"
        value={filters.status ?? ''}
        onChange={(status) => onChange({ status })}
      >
        {{ '': 'Every status', active: 'Active', pending: 'Pending', expired: 'Expired' }}
      </Choice>
      {manages && (
        <Choice
          id={`${id}two`}
          label="Two-factor"
          value={filters.twoFactor ?? ''}
          onChange={(twoFactor) => onChange({ twoFactor })}
        >
          {{ '': '2FA on or off', on: '2FA on', off: '2FA off' }}
        </Choice>
      )}
      <Choice id={`${id}sort`} label="Order" value={filters.sort ?? 'name'} onChange={(sort) => onChange({ sort })}>
        {{ name: 'By name', joined: 'Newest first', ...(manages && { active: 'Last active first' }) }}
      </Choice>
    </search>
  )
}

interface ChoiceProps {
  id: string
  label: string
  value: string
  onChange(value: string): void
  children: Record<string, string>
}

const Choice = ({ id, label, value, onChange, children }: ChoiceProps) => (
  <>
    <label htmlFor={id} className={hidden.visually}>
      {label}
    </label>
    <select id={id} className={css.choice} value={value} onChange={(event) => onChange(event.target.value)}>
      {Object.entries(children).map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  </>
)
