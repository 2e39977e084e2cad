import { Link, type LinkProps } from '@tanstack/react-router'
import { useAccount } from '../account.ts'
import { Icon, type IconName } from '../kit/icon.tsx'
import css from './sidebar.module.css'
import { TeamSwitcher } from './team-switcher.tsx'
import { Wordmark } from './wordmark.tsx'

interface Place {
  label: string
  icon: IconName
  to: LinkProps['to']
}

/** Where one can go. Only what works is listed; a slice that brings a page adds its place here. */
const places: Place[] = [
  { label: 'Home', icon: 'home', to: '/welcome' },
  { label: 'Projects', icon: 'project', to: '/projects' },
  { label: 'Runs', icon: 'run', to: '/runs' },
  { label: 'Schedules', icon: 'clock', to: '/schedules' },
  { label: 'Settings', icon: 'settings', to: '/settings' },
]

/** Places of the person who runs the installation. */
const operatorPlaces: Place[] = [
  { label: 'Open invoices', icon: 'invoices', to: '/operate/invoices' },
  { label: 'Outbox', icon: 'outbox', to: '/operate/outbox' },
  { label: 'Notifications', icon: 'bell', to: '/operate/notifications' },
  { label: 'System health', icon: 'health', to: '/operate/health' },
]

/** The main navigation. */
export function Sidebar({ onLeave }: { onLeave(): void }) {
  const { isOperator } = useAccount()
  return (
    <nav className={css.side} aria-label="Main">
      <div className={css.brand}>
        <Wordmark />
      </div>
      <TeamSwitcher />
      <div>
        <Places places={places} onLeave={onLeave} />
        {isOperator && (
          <>
            <p className={css.group} id="operator-places">
              This installation
            </p>
            <Places places={operatorPlaces} onLeave={onLeave} labelledBy="operator-places" />
          </>
        )}
      </div>
    </nav>
  )
}

function Places({ places, onLeave, labelledBy }: { places: Place[]; onLeave(): void; labelledBy?: string }) {
  return (
    <ul className={css.places} aria-labelledby={labelledBy}>
      {places.map(({ label, icon, to }) => (
        <li key={label}>
          <Link to={to} className={css.place} onClick={onLeave} activeProps={{ 'aria-current': 'page' }}>
            <Icon name={icon} />
            {label}
          </Link>
        </li>
      ))}
    </ul>
  )
}
