import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { AnswerOf } from '#web/client.ts'
import hidden from '#web/kit/hidden.module.css'
import { Icon } from '#web/kit/icon.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { PageHeading } from '#web/shell/page-heading.tsx'
import { rolesQuery } from './members-query.ts'
import { roleNames } from './role-names.ts'
import css from './roles.module.css'

/** Settings → Team → Roles: what each role may do. The same table the server decides by. */
export function RolesPage() {
  const { data } = useQuery(rolesQuery)
  return (
    <>
      <PageHeading level={2} title="What each role may do" within="Settings" />
      <p className={css.back}>
        <Link to="/settings/team">Back to the team</Link>
      </p>
      <h3 className={css.title}>What each role may do</h3>
      {data ? <RolesTable {...data} /> : <Skeleton lines={6} what="Reading the roles" />}
    </>
  )
}

function RolesTable({ roles, permissions }: AnswerOf<'GET', '/roles'>) {
  return (
    <>
      <dl className={css.roles}>
        {roles.map(({ id, says }) => (
          <div key={id}>
            <dt>{roleNames[id]}</dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <table className={css.table}>
        <caption className={hidden.visually}>Permissions by role</caption>
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {roles.map(({ id }) => (
              <th key={id} scope="col">
                {roleNames[id]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map(({ id, says, roles: those }) => (
            <tr key={id}>
              <th scope="row">{says}</th>
              {roles.map(({ id: role }) => (
                <td key={role} data-role={roleNames[role]} data-allowed={those.includes(role) || undefined}>
                  {those.includes(role) ? <Icon name="check" size={16} /> : <span aria-hidden="true">–</span>}
                  <span className={hidden.visually}>{those.includes(role) ? 'yes' : 'no'}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
