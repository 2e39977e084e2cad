import { useAccount } from '#web/account.ts'
import { Button } from '#web/kit/button.tsx'
import { FieldFrame } from '#web/kit/field.tsx'
import css from './login-email.module.css'

/** The login address among the other fields. It changes by a letter and not by Save, so editing it leads to the Email card. */
export function LoginEmail({ onChange }: { onChange(): void }) {
  const { email } = useAccount()
  return (
    <FieldFrame id="login-email" label="Email" hint="You sign in with it and notifications go there.">
      {({ 'aria-required': _, className, ...control }) => (
        <div className={css.row}>
          <input
            {...control}
            className={`${className} ${css.fixed}`}
            type="email"
            value={email}
            readOnly
            onClick={onChange}
          />
          <Button onClick={onChange} aria-label="Change Email">
            Change
          </Button>
        </div>
      )}
    </FieldFrame>
  )
}
