import hidden from '../kit/hidden.module.css'
import { Icon } from '../kit/icon.tsx'
import { lazyMenu } from '../kit/menu-button.tsx'
import css from './tab-menu.module.css'

const MenuButton = lazyMenu(() => import('./tab-menu-items.tsx').then((file) => file.TabMenuItems))

/** The tabs on a narrow screen: the open one is named, the others are a menu. */
export function TabMenu({ label }: { label: string }) {
  return (
    <div className={css.menu}>
      <MenuButton className={css.target}>
        <span>
          <span className={hidden.visually}>Part of the settings: </span>
          {label}
        </span>
        <Icon name="down" />
      </MenuButton>
    </div>
  )
}
