import { Menu } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Icon } from '../kit/icon.tsx'
import { MenuFrame } from '../kit/menu-frame.tsx'
import { openTab, settingsTabs } from './settings-tabs.ts'

/** The other tabs of the settings, for narrow screens. */
export function TabMenuItems({ target }: { target: ReactElement }) {
  const navigate = useNavigate()
  const open = openTab(useLocation({ select: ({ pathname }) => pathname }))
  return (
    <MenuFrame target={target} position="bottom-start" width="target">
      {settingsTabs.map((tab) => (
        <Menu.Item
          key={tab.path}
          aria-current={tab === open ? 'page' : undefined}
          rightSection={tab === open ? <Icon name="check" size={16} /> : null}
          onClick={() => navigate({ to: `/settings/${tab.path}` })}
        >
          {tab.label}
        </Menu.Item>
      ))}
    </MenuFrame>
  )
}
