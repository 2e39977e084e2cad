import { signedIn } from '#access/guard.ts'
import { permissionSays, permissions, rolesThatMay } from '#access/permissions.ts'
import { roles } from '#access/principal.ts'
import { route } from '#platform/http/route.ts'
import { RolesView } from './contract.ts'
import { roleSays } from './role-words.ts'

/** What each role may do: the table the server itself decides by. */
export const showRoles = route({
  method: 'GET',
  path: '/roles',
  summary: 'Show what each role may do',
  access: signedIn(),
  output: RolesView,

  handle: () => ({
    roles: roles.map((id) => ({ id, says: roleSays[id] })),
    permissions: permissions.map((id) => ({ id, says: permissionSays(id), roles: [...rolesThatMay(id)] })),
  }),
})
