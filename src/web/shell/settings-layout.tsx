import { Outlet, useLocation } from '@tanstack/react-router'
import css from './settings-layout.module.css'
import { openTab } from './settings-tabs.ts'
import { TabBar } from './tab-bar.tsx'
import { TabMenu } from './tab-menu.tsx'

/** Settings: its heading, its tabs and the open tab below them. */
export function SettingsLayout() {
  const open = openTab(useLocation({ select: ({ pathname }) => pathname }))
  return (
    <>
      <h1 className={css.title}>Settings</h1>
      <TabBar open={open.path} />
      <TabMenu label={open.label} />
      <div className={css.panel} id="settings-panel" role="tabpanel" aria-labelledby={`tab-${open.path}`} tabIndex={-1}>
        <Outlet />
      </div>
    </>
  )
}
