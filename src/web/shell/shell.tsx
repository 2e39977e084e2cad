import { Outlet } from '@tanstack/react-router'
import { useDeferredValue, useId, useState } from 'react'
import { DeletionBanner } from '#features/account/web/leaving/deletion-banner.tsx'
import { PastDueBanner } from '#features/billing/web/past-due-banner.tsx'
import { Bell } from '#features/notifications/web/bell.tsx'
import { Icon } from '../kit/icon.tsx'
import { InShell } from './in-shell.ts'
import { ProfileMenu } from './profile-menu.tsx'
import css from './shell.module.css'
import { Sidebar } from './sidebar.tsx'
import { SkipLink } from './skip-link.tsx'
import { TeamGate } from './team-gate.tsx'
import { Wordmark } from './wordmark.tsx'
import { ZoneQuestion } from './zone-question.tsx'

/** The frame of every page for signed-in people: sidebar, profile menu, content. On a phone the sidebar folds into a button. */
export function Shell() {
  const [open, setOpen] = useState(false)
  const nav = useId()
  // The frame first; what stands in it is then put together in slices, so that a slow phone can answer a touch in between.
  const framed = useDeferredValue(true, false)
  return (
    <div className={css.shell}>
      <SkipLink />
      <header className={css.bar}>
        <button
          type="button"
          className={css.fold}
          aria-expanded={open}
          aria-controls={nav}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'close' : 'menu'} size={20} />
          <span>Menu</span>
        </button>
        <span className={css.brand}>
          <Wordmark />
        </span>
        <span className={css.tools}>
          <Bell />
          <ProfileMenu />
        </span>
      </header>
      <div className={css.side} id={nav} data-open={open || undefined}>
        <Sidebar onLeave={() => setOpen(false)} />
      </div>
      <main className={css.main} id="content" tabIndex={-1}>
        <InShell value={true}>
          <DeletionBanner />
          <PastDueBanner />
          <ZoneQuestion />
          <TeamGate>{framed && <Outlet />}</TeamGate>
        </InShell>
      </main>
    </div>
  )
}
