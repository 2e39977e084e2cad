import { useEffect, useRef } from 'react'
import { Button } from './button.tsx'
import css from './conflict-notice.module.css'
import type { Values } from './form-state.ts'
import { Icon } from './icon.tsx'
import type { Form } from './use-form.ts'

/** Two people changed the same field: both values, and a choice for each. Nothing is lost or overwritten before it is made. */
export function ConflictNotice<V extends Values>({ form }: { form: Form<V> }) {
  const box = useRef<HTMLElement>(null)
  // A refused save brings people here; news that arrive while they type must not.
  useEffect(() => {
    if (form.refusals > 0) box.current?.focus()
  }, [form.refusals])
  if (form.conflicts.length === 0) return null
  const choose = (field: keyof V & string, keep: 'mine' | 'theirs') => {
    form.settle(field, keep)
    document.getElementById(form.id + field)?.focus()
  }
  return (
    <section className={css.notice} ref={box} tabIndex={-1} aria-label="Changed meanwhile">
      <p className={css.title}>
        <Icon name="warning" />
        Somebody changed this since you opened it
      </p>
      {form.conflicts.map(({ field, mine, theirs }) => (
        <fieldset key={field} className={css.choice}>
          <legend>{form.labels[field]}</legend>
          <Version whose="Yours" value={mine} act="Keep mine" onChoose={() => choose(field, 'mine')} />
          <Version whose="Now stored" value={theirs} act="Use theirs" onChoose={() => choose(field, 'theirs')} />
        </fieldset>
      ))}
    </section>
  )
}

function Version({ whose, value, act, onChoose }: { whose: string; value: string; act: string; onChoose(): void }) {
  return (
    <div className={css.version}>
      <p>
        <span className={css.whose}>{whose}</span>
        {value === '' ? <em>empty</em> : value}
      </p>
      <Button onClick={onChoose}>{act}</Button>
    </div>
  )
}
