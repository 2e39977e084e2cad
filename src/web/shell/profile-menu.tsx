import '@mantine/core/styles/Popover.layer.css'
import '@mantine/core/styles/Menu.layer.css'
import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { timeInZone } from '#platform/zones.ts'
import { type Account, useAccount } from '../account.ts'
import { api } from '../client.ts'
import { confirmationQuery, rememberProof } from '../confirmation.ts'
import { announce } from '../kit/announce.tsx'
import { Avatar } from '../kit/avatar.tsx'
import hidden from '../kit/hidden.module.css'
import { Icon, type IconName } from '../kit/icon.tsx'
import { useNow } from '../kit/now.ts'
import css from './profile-menu.module.css'

const themes: { value: MantineColorScheme; label: string; icon: IconName }[] = [
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
  { value: 'auto', label: 'Same as the system', icon: 'screen' },
]

/** The menu behind the person's picture: who is signed in, settings, theme, the proof of identity under way, signing out. */
export function ProfileMenu() {
  const account = useAccount()
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <Menu
      position="bottom-end"
      width={300}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
      classNames={{
        dropdown: css.dropdown ?? '',
        item: css.item ?? '',
        label: css.label ?? '',
        divider: css.divider ?? '',
        itemIndicator: css.indicator ?? '',
      }}
    >
      <Menu.Target>
        <button type="button" className={css.target}>
          <span className={hidden.visually}>Your menu, {account.fullName}</span>
          <Avatar initials={account.initials} url={account.avatarUrl} size={34} />
          <Icon name="down" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <strong>{account.fullName}</strong>
          <span>{account.email}</span>
        </Menu.Label>
        <Menu.Item leftSection={<Icon name="settings" />} onClick={() => navigate({ to: '/settings' })}>
          Settings
        </Menu.Item>
        <ProofItem account={account} />
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
          {themes.map(({ value, label, icon }) => (
            <Menu.RadioItem
              key={value}
              value={value}
              checkIcon={<Icon name="check" />}
              rightSection={<Icon name={icon} />}
            >
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<Icon name="leave" />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** “Identity confirmed until 14:05 · End now”, while that is so. */
function ProofItem({ account }: { account: Account }) {
  const { data } = useQuery(confirmationQuery)
  const now = useNow()
  const until = data?.confirmedUntil ? new Date(data.confirmedUntil) : null
  if (!until || until <= now) return null
  return (
    <Menu.Item leftSection={<Icon name="shield" />} onClick={() => void endProof()}>
      Identity confirmed until {timeInZone(until, account.timezone)}
      <span className={css.end}>End now</span>
    </Menu.Item>
  )
}

async function endProof(): Promise<void> {
  await api.delete('/auth/confirmation')
  rememberProof(null)
  announce('Your confirmation has ended.')
}

/** Ends the session and loads the sign-in page anew, so that nothing of this person stays in memory. */
async function signOut(): Promise<void> {
  try {
    await api.delete('/auth/sessions/current', { allowSignedOut: true })
  } finally {
    location.assign('/sign-in')
  }
}
