import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { Icon } from '#web/kit/icon.tsx'
import { ItemQuestion } from '#web/kit/item-question.tsx'
import { SelectField } from '#web/kit/select-field.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { Time } from '#web/kit/time.tsx'
import { useForm } from '#web/kit/use-form.ts'
import type { Team } from '#web/team.ts'
import { type GivenRole, type Member, refreshTeam, rightsQuery } from './members-query.ts'
import { roleChoices, roleNames } from './role-names.ts'
import css from './team.module.css'

interface MemberPanelProps {
  team: Team
  of: Member
  onNote(says: string): void
}

/** A member in full: what they may do and why, another role, removal. */
export function MemberPanel({ team, of: member, onNote }: MemberPanelProps) {
  return (
    <div className={css.panel}>
      <p className={css.small}>
        Joined <Time at={member.since} show="date" />.
      </p>
      {member.rolesToGive.length > 0 && <RoleForm team={team} of={member} onNote={onNote} />}
      <Rights team={team.id} of={member} />
      {member.mayRemove && <Removal team={team} of={member} onNote={onNote} />}
    </div>
  )
}

function RoleForm({ team, of: member, onNote }: MemberPanelProps) {
  const { you, role, name, rolesToGive, version } = member
  const roles = rolesToGive.some((one) => one === role) ? rolesToGive : [role, ...rolesToGive]
  const form = useForm({
    initial: { role: role as string },
    labels: { role: you ? 'Your role' : 'Role' },
    save: async (values) => {
      const params = { team: team.id, member: member.id }
      const body = { role: values.role as GivenRole }
      await api.patch('/teams/{team}/members/{member}', { params, body, ifMatch: version })
      await refreshTeam()
      const says = you ? `You are ${roleNames[body.role]} now.` : `${name} is ${roleNames[body.role]} now.`
      onNote(says)
      announce(says)
    },
  })
  return (
    <form
      noValidate
      className={css.roleForm}
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <ErrorSummary form={form} />
      <SelectField
        {...form.field('role')}
        choices={roleChoices(roles)}
        hint={
          you
            ? 'With a lower role you cannot raise it yourself again.'
            : 'Counts from their next click on, in open pages too.'
        }
      />
      <Button type="submit" reason={form.reason} busy={form.saving}>
        Change role
      </Button>
    </form>
  )
}

function Rights({ team, of: { id, name, role, you } }: { team: string; of: Member }) {
  const { data } = useQuery(rightsQuery(team, id))
  if (!data) return <Skeleton lines={3} what={`Reading what ${name} may do`} />
  const yes = data.rights.filter(({ allowed }) => allowed)
  const no = data.rights.filter(({ allowed }) => !allowed)
  const locked = no.find(({ because }) => because.startsWith('Not until'))
  return (
    <div className={css.rights}>
      <h4>
        {you ? 'What you may do' : `What ${name} may do`}, because the role is {roleNames[role]}
      </h4>
      {locked && <p className={css.warn}>{locked.because}</p>}
      <ul>
        {yes.map(({ id: right, says }) => (
          <li key={right} className={css.yes}>
            <Icon name="check" size={15} />
            {says}
          </li>
        ))}
      </ul>
      {no.length > 0 && (
        <details>
          <summary>What the role leaves out</summary>
          <ul>
            {no.map(({ id: right, says }) => (
              <li key={right} className={css.no}>
                <Icon name="close" size={15} />
                {says}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

function Removal({ team, of: member, onNote }: MemberPanelProps) {
  const [asking, setAsking] = useState(false)
  if (!asking)
    return (
      <div>
        <Button look="danger" onClick={() => setAsking(true)}>
          <Icon name="warning" size={16} />
          Remove from the team
        </Button>
      </div>
    )
  return (
    <ItemQuestion
      act={`Remove ${member.name}`}
      keep="Keep them"
      onKeep={() => setAsking(false)}
      onAct={async () => {
        await api.delete('/teams/{team}/members/{member}', { params: { team: team.id, member: member.id } })
        await refreshTeam()
        const says = `${member.name} was removed. You can take them back for 30 days, under “Recently removed”.`
        onNote(says)
        announce(says)
      }}
    >
      {member.name} loses {team.name} at once, in open pages too, and the API keys they made here are revoked. Projects,
      schedules and results stay. They are told by e-mail; their account and other teams are untouched.
    </ItemQuestion>
  )
}
