import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { timeInZone } from '#platform/zones.ts'
import { type Account, useAccount } from '../account.ts'
import { api } from '../client.ts'
import { confirmationQuery, rememberProof } from '../confirmation.ts'
import { announce } from '../kit/announce.tsx'
import { Icon, type IconName } from '../kit/icon.tsx'
import { MenuFrame } from '../kit/menu-frame.tsx'
import { useNow } from '../kit/now.ts'
import css from './profile-menu.module.css'

const themes: { value: MantineColorScheme; label: string; icon: IconName }[] = [
  { value: 'light', label: 'Light', icon: 'sun' },
  { value: 'dark', label: 'Dark', icon: 'moon' },
  { value: 'auto', label: 'Same as the system', icon: 'screen' },
]

/** What the menu behind the person's picture holds: who is signed in, settings, theme, the proof of identity under way, signing out. */
export function ProfileMenuItems({ target }: { target: ReactElement }) {
  const account = useAccount()
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <MenuFrame target={target} position="bottom-end" width={300}>
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
    </MenuFrame>
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
