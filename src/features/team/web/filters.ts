import { useLocation, useNavigate } from '@tanstack/react-router'

/** What the list is narrowed to; kept in the address. */
export interface Filters {
  search?: string
  role?: 'owner' | 'admin' | 'member' | 'viewer' | 'billing' | 'auditor'
  status?: 'active' | 'pending' | 'expired'
  twoFactor?: 'on' | 'off'
  sort?: 'name' | 'joined' | 'active'
}

const allowed = {
  role: ['owner', 'admin', 'member', 'viewer', 'billing', 'auditor'],
  status: ['active', 'pending', 'expired'],
  twoFactor: ['on', 'off'],
  sort: ['name', 'joined', 'active'],
} as const

/** The filters an address names; what it names wrongly does not count. */
export function filtersIn(search: Record<string, unknown>): Filters {
  const found: Record<string, string> = {}
  const typed = search.search
  if (typeof typed === 'string' && typed.trim() !== '') found.search = typed.slice(0, 100)
  for (const [name, values] of Object.entries(allowed)) {
    const value = search[name]
    if (typeof value === 'string' && (values as readonly string[]).includes(value)) found[name] = value
  }
  return found as Filters
}

/** The filters of this page's address, and how to change them; an empty value takes one away. */
export function useFilters(): [Filters, (change: Record<string, string>) => void] {
  const search = useLocation({ select: (location) => location.search as Record<string, unknown> })
  const navigate = useNavigate()
  const change = (wanted: Record<string, string>) =>
    void navigate({
      to: '/settings/team',
      replace: true,
      resetScroll: false,
      search: (before: Record<string, unknown>) => {
        const next = { ...before, ...wanted }
        return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== '')) as { team?: string }
      },
    })
  return [filtersIn(search), change]
}
