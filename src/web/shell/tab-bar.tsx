import { Link, useNavigate } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import { settingsTabs } from './settings-tabs.ts'
import css from './tab-bar.module.css'

const moves: Record<string, (at: number, last: number) => number> = {
  ArrowRight: (at, last) => (at === last ? 0 : at + 1),
  ArrowLeft: (at, last) => (at === 0 ? last : at - 1),
  Home: () => 0,
  End: (_, last) => last,
}

/** The tabs as links with real addresses. Arrows, Home and End move; Enter or Space opens (WAI-ARIA tabs, manual activation). */
export function TabBar({ open }: { open: string }) {
  const navigate = useNavigate()
  const keys = (event: KeyboardEvent<HTMLAnchorElement>, at: number) => {
    const to = moves[event.key]?.(at, settingsTabs.length - 1)
    const path = settingsTabs[to ?? at]?.path
    if (event.key === ' ') void navigate({ to: `/settings/${path}` })
    else if (to === undefined) return
    else document.getElementById(`tab-${path}`)?.focus()
    event.preventDefault()
  }
  return (
    <div className={css.tabs} role="tablist" aria-label="Settings">
      {settingsTabs.map(({ label, path }, at) => (
        <Link
          key={path}
          id={`tab-${path}`}
          to={`/settings/${path}`}
          role="tab"
          className={css.tab}
          aria-selected={path === open}
          aria-controls={path === open ? 'settings-panel' : undefined}
          tabIndex={path === open ? 0 : -1}
          onKeyDown={(event) => keys(event, at)}
        >
          {label}
        </Link>
      ))}
    </div>
  )
}
