import { Button } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import hidden from '#web/kit/hidden.module.css'
import { Icon } from '#web/kit/icon.tsx'
import { smallButton } from '#web/kit/item-list.tsx'
import type { FieldProps } from '#web/kit/use-form.ts'
import type { Step } from '../case-kinds.ts'
import { Select } from './fields.tsx'
import css from './step-editor.module.css'

const acts = [
  { value: 'goto', label: 'Go to' },
  { value: 'click', label: 'Click' },
  { value: 'fill', label: 'Fill' },
  { value: 'expectText', label: 'Expect text' },
  { value: 'expectUrl', label: 'Expect address' },
]

const fresh: Record<Step['do'], Step> = {
  goto: { do: 'goto', url: '' },
  click: { do: 'click', target: '' },
  fill: { do: 'fill', target: '', value: '' },
  expectText: { do: 'expectText', text: '' },
  expectUrl: { do: 'expectUrl', url: '' },
}

const parts = {
  url: 'Address',
  target: 'Element',
  value: 'Value',
  text: 'Text',
} as const

/** The steps of a test, one below the other. The form holds them as JSON. */
export function StepEditor({ id, label, value, error, onChange }: FieldProps) {
  const steps: Step[] = JSON.parse(value)
  const change = (next: Step[]) => onChange(JSON.stringify(next))
  const put = (at: number, step: Step) => change(steps.map((one, index) => (index === at ? step : one)))
  return (
    <fieldset className={css.steps} id={id} tabIndex={-1} aria-describedby={`${id}-hint`}>
      <legend className={css.legend}>{label}</legend>
      <ol className={css.list}>
        {steps.map((step, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no other name than their place
          <li key={at} className={css.step}>
            <Select
              id={`${id}-${at}-do`}
              name="do"
              label={`Step ${at + 1}`}
              value={step.do}
              error={undefined}
              choices={acts}
              onChange={(act) => put(at, fresh[act as Step['do']])}
            />
            {Object.entries(step)
              .filter(([part]) => part !== 'do')
              .map(([part, text]) => (
                <Field
                  key={part}
                  id={`${id}-${at}-${part}`}
                  name={part}
                  label={parts[part as keyof typeof parts]}
                  value={text}
                  error={undefined}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={(next) => put(at, { ...step, [part]: next } as Step)}
                />
              ))}
            <div className={css.remove}>
              <Button
                look="quiet"
                className={smallButton}
                onClick={() => change(steps.filter((_, index) => index !== at))}
              >
                Remove<span className={hidden.visually}> step {at + 1}</span>
              </Button>
            </div>
          </li>
        ))}
      </ol>
      {error && (
        <p className={css.error}>
          <Icon name="error" size={16} />
          {error}
        </p>
      )}
      <div>
        <Button className={smallButton} onClick={() => change([...steps, fresh.click])}>
          Add a step
        </Button>
      </div>
      <p className={css.hint} id={`${id}-hint`}>
        Elements as in Playwright: <code>#search</code>, <code>text=Log in</code>, <code>[name=email]</code>. What is
        filled in can be read by your team: use an account made for tests.
      </p>
    </fieldset>
  )
}
