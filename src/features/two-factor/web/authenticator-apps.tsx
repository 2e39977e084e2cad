import { useRef } from 'react'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { ErrorSummary } from '#web/kit/error-summary.tsx'
import { ItemList } from '#web/kit/item-list.tsx'
import { NamedItem } from '#web/kit/named-item.tsx'
import { Time } from '#web/kit/time.tsx'
import { useForm } from '#web/kit/use-form.ts'
import { mostAuthenticators } from '../limits.ts'
import type { Enrolment } from './enrol-dialog.tsx'
import css from './two-factor.module.css'
import { refreshSecurity, type TwoFactorState } from './two-factor-query.ts'

type App = TwoFactorState['authenticators'][number]

/** The authenticator apps in use, each with its name, and how to move to another phone. */
export function AuthenticatorApps({ apps, onEnrol }: { apps: App[]; onEnrol(begun: Enrolment): void }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const adding = useForm({
    initial: {},
    labels: {},
    needsEdit: false,
    save: async () => onEnrol(await api.post('/account/two-factor/enrolments', { body: {} })),
  })
  const remove = async ({ id, name }: App) => {
    await api.delete('/account/two-factor/authenticators/{id}', { params: { id } })
    await refreshSecurity()
    announce(`${name} was removed.`)
    heading.current?.focus()
  }
  const rename = async ({ id }: App, name: string) => {
    await api.patch('/account/two-factor/authenticators/{id}', { params: { id }, body: { name } })
    await refreshSecurity()
  }
  return (
    <div className={css.block}>
      <h4 ref={heading} tabIndex={-1}>
        Authenticator apps
      </h4>
      <ErrorSummary form={adding} />
      <ItemList name="Authenticator apps">
        {apps.map((app) => (
          <NamedItem
            key={app.id}
            name={app.name}
            onRename={(name) => rename(app, name)}
            removal={{
              label: 'Remove',
              reason:
                apps.length === 1
                  ? 'This is your only app. Add another one first, or use Disable 2FA at the end of this card.'
                  : undefined,
              question: (
                <>
                  Remove <b>{app.name}</b>? Its codes stop working, and your other sessions are signed out.
                </>
              ),
              act: 'Remove it',
              run: () => remove(app),
            }}
          >
            Added <Time at={app.createdAt} show="date" /> ·{' '}
            {app.lastUsedAt ? (
              <>
                last used <Time at={app.lastUsedAt} show="relative" past />
              </>
            ) : (
              'never used'
            )}
          </NamedItem>
        ))}
      </ItemList>
      <div className={css.actions}>
        <Button
          busy={adding.saving}
          reason={
            apps.length >= mostAuthenticators ? `You have ${apps.length} apps. Remove one to add another.` : undefined
          }
          onClick={() => void adding.submit()}
        >
          Add another app
        </Button>
      </div>
      <details className={css.guide}>
        <summary>Replace the phone</summary>
        <ol>
          <li>
            Press <b>Add another app</b> and scan the code with the new phone. If the old one is gone, confirm that it
            is you with a backup code.
          </li>
          <li>Type the code of the new phone. From then on both work, and 2FA is never off.</li>
          <li>
            <b>Remove</b> the app of the old phone from the list above.
          </li>
        </ol>
      </details>
    </div>
  )
}
