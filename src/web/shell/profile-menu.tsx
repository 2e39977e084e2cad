import { useAccount } from '../account.ts'
import { Avatar } from '../kit/avatar.tsx'
import hidden from '../kit/hidden.module.css'
import { Icon } from '../kit/icon.tsx'
import { lazyMenu } from '../kit/menu-button.tsx'
import css from './profile-menu.module.css'

const MenuButton = lazyMenu(() => import('./profile-menu-items.tsx').then((file) => file.ProfileMenuItems))

/** The person's picture, and the menu behind it. */
export function ProfileMenu() {
  const account = useAccount()
  return (
    <MenuButton className={css.target}>
      <span className={hidden.visually}>Your menu, {account.fullName}</span>
      <Avatar initials={account.initials} url={account.avatarUrl} size={34} />
      <Icon name="down" size={14} />
    </MenuButton>
  )
}
