import { Menu } from '@mantine/core'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { lazy, type ReactElement, Suspense, useState } from 'react'
import { useAccount } from '../account.ts'
import { Icon } from '../kit/icon.tsx'
import { MenuFrame } from '../kit/menu-frame.tsx'
import { useMaybeTeam } from '../team.ts'
import css from './team-switcher.module.css'

const CreateTeamDialog = lazy(() =>
  import('#features/team/web/create-team.tsx').then((file) => ({ default: file.CreateTeamDialog })),
)

/** One's teams to choose from, and the way to a new one. */
export function TeamSwitcherItems({ target }: { target: ReactElement }) {
  const { teams } = useAccount()
  const team = useMaybeTeam()
  const navigate = useNavigate()
  const pathname = useLocation({ select: (location) => location.pathname })
  const [creating, setCreating] = useState(false)
  return (
    <>
      <MenuFrame target={target} position="bottom-start" width={260}>
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
      </MenuFrame>
      {creating && (
        <Suspense fallback={null}>
          <CreateTeamDialog open onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </>
  )
}
