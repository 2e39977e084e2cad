import { Field } from '#web/kit/field.tsx'
import type { Form } from '#web/kit/use-form.ts'
import type { CaseValues } from './case-values.ts'
import { TextArea } from './fields.tsx'
import { StepEditor } from './step-editor.tsx'

/** The fields of a test, by what it checks. */
export function CaseFields({ form }: { form: Form<CaseValues> }) {
  const lines = { ...form.field('lines'), rows: 5, optional: true }
  switch (form.values.kind) {
    case 'loads':
      return (
        <>
          <Field {...form.field('url')} inputMode="url" spellCheck={false} />
          <Field
            {...form.field('finalUrl')}
            optional
            inputMode="url"
            spellCheck={false}
            hint="Where a redirect should lead; empty: nowhere else."
          />
        </>
      )
    case 'heading':
      return (
        <>
          <Field {...form.field('title')} autoComplete="off" optional hint="As the browser’s tab shows it." />
          <Field
            {...form.field('heading')}
            autoComplete="off"
            optional
            hint="The first main heading; empty: any, or none."
          />
        </>
      )
    case 'no-console-errors':
      return <TextArea {...lines} label="Known errors" hint="One per line. They do not fail the test." />
    case 'no-failed-requests':
      return <TextArea {...lines} label="Known addresses" hint="One per line. That they fail does not fail the test." />
    case 'links-alive':
      return form.values.listed === 'known' ? (
        <TextArea
          {...lines}
          label="Known dead links"
          hint="One per line. They do not fail the test; all others on the page are asked."
        />
      ) : (
        <TextArea {...lines} label="Links" hint="One address per line. These are asked, wherever they stand." />
      )
    case 'forms':
      return (
        <TextArea
          {...lines}
          label="Fields"
          hint="One field per line, as name | type | label. An empty line begins the next form."
        />
      )
    case 'accessibility':
      return (
        <TextArea
          {...lines}
          label="Known findings"
          hint="One per line, as image-alt: 2. No more than these may be found."
        />
      )
    case 'budget':
      return (
        <Field {...form.field('seconds')} inputMode="decimal" autoComplete="off" hint="Until everything is loaded." />
      )
    case 'screenshot':
      return (
        <Field
          {...form.field('percent')}
          inputMode="decimal"
          autoComplete="off"
          hint="How much of the picture may differ. The picture itself is accepted in a run."
        />
      )
    default:
      return <StepEditor {...form.field('steps')} />
  }
}
