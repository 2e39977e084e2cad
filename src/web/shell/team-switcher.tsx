import hidden from '../kit/hidden.module.css'
import { Icon } from '../kit/icon.tsx'
import { lazyMenu } from '../kit/menu-button.tsx'
import { useMaybeTeam } from '../team.ts'
import css from './team-switcher.module.css'

const MenuButton = lazyMenu(() => import('./team-switcher-items.tsx').then((file) => file.TeamSwitcherItems))

/** The team of this browser tab, and the way to another. The address tells it, so each tab has its own. */
export function TeamSwitcher() {
  const team = useMaybeTeam()
  return (
    <div className={css.box}>
      <MenuButton className={css.target}>
        <span className={hidden.visually}>Team: </span>
        <span className={css.name}>{team?.name ?? 'No team'}</span>
        <Icon name="down" size={14} />
      </MenuButton>
    </div>
  )
}
