import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useZone } from '#web/account.ts'
import { type Filters, filterNames, filtersIn, queryOf } from './filters.ts'

/** The filters of this address, the same as the API takes them, the open entry, and how to change all of them. */
export function useFilters() {
  const search = useSearch({ strict: false }) as Record<string, unknown>
  const navigate = useNavigate()
  const zone = useZone()
  const key = JSON.stringify([filtersIn(search), zone])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is what they are made of
  const [filters, query] = useMemo(() => [filtersIn(search), queryOf(filtersIn(search), zone)] as const, [key])
  const go = (change: Record<string, string | undefined>) => {
    // The list changes, the page does not: no jump, and Back leads to the filters before.
    const next = (before: Record<string, unknown>) =>
      Object.fromEntries(Object.entries({ ...before, ...change }).filter(([, value]) => value !== undefined))
    void navigate({ to: '.', search: next as never, resetScroll: false })
  }
  return {
    filters,
    query,
    entry: typeof search.entry === 'string' ? search.entry : null,
    set: (change: Partial<Record<keyof Filters | 'entry', string | undefined>>) => go(change),
    replaceAll: (wanted: Filters) =>
      go({ ...Object.fromEntries(filterNames.map((name) => [name, undefined])), ...wanted }),
  }
}
