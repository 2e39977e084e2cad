import '@mantine/core/styles/Popover.layer.css'
import '@mantine/core/styles/Menu.layer.css'
import { Menu } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import hidden from '../kit/hidden.module.css'
import { Icon } from '../kit/icon.tsx'
import menu from './profile-menu.module.css'
import { settingsTabs } from './settings-tabs.ts'
import css from './tab-menu.module.css'

/** The tabs on a narrow screen: the open one is named, the others are a menu. */
export function TabMenu({ open }: { open: string }) {
  const navigate = useNavigate()
  const label = settingsTabs.find(({ path }) => path === open)?.label
  return (
    <div className={css.menu}>
      <Menu
        position="bottom-start"
        width="target"
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 0 }}
        classNames={{ dropdown: menu.dropdown ?? '', item: menu.item ?? '' }}
      >
        <Menu.Target>
          <button type="button" className={css.target}>
            <span>
              <span className={hidden.visually}>Part of the settings: </span>
              {label}
            </span>
            <Icon name="down" />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {settingsTabs.map((tab) => (
            <Menu.Item
              key={tab.path}
              aria-current={tab.path === open ? 'page' : undefined}
              rightSection={tab.path === open ? <Icon name="check" size={16} /> : null}
              onClick={() => navigate({ to: `/settings/${tab.path}` })}
            >
              {tab.label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
