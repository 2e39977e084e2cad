import '@mantine/core/styles/Popover.layer.css'
import '@mantine/core/styles/Menu.layer.css'
import { Menu } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useAccount } from '../account.ts'
import hidden from '../kit/hidden.module.css'
import { Icon } from '../kit/icon.tsx'
import { useMaybeTeam } from '../team.ts'
import css from './team-switcher.module.css'

const CreateTeamDialog = lazy(() =>
  import('#features/team/web/create-team.tsx').then((file) => ({ default: file.CreateTeamDialog })),
)

/** The team of this browser tab, and the way to another. The address tells it, so each tab has its own. */
export function TeamSwitcher() {
  const { teams } = useAccount()
  const team = useMaybeTeam()
  const navigate = useNavigate()
  const pathname = useLocation({ select: (location) => location.pathname })
  const [creating, setCreating] = useState(false)
  return (
    <div className={css.box}>
      <Menu
        position="bottom-start"
        width={260}
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 0 }}
        classNames={{
          dropdown: css.dropdown ?? '',
          item: css.item ?? '',
          label: css.label ?? '',
          divider: css.divider ?? '',
        }}
      >
        <Menu.Target>
          <button type="button" className={css.target}>
            <span className={hidden.visually}>Team: </span>
            <span className={css.name}>{team?.name ?? 'No team'}</span>
            <Icon name="down" size={14} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Your teams</Menu.Label>
          <Menu.RadioGroup
            value={team?.id ?? ''}
            onChange={(id) => void navigate({ to: pathname as '/welcome', search: { team: id } })}
          >
            {teams.map(({ id, name, role }) => (
              <Menu.RadioItem key={id} value={id} checkIcon={<Icon name="check" />}>
                <span className={css.name}>{name}</span>
                <span className={css.role}>{role}</span>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item onClick={() => setCreating(true)}>Create a team</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {creating && (
        <Suspense fallback={null}>
          <CreateTeamDialog open onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </div>
  )
}
