import { useEffect, useId, useRef, useState } from 'react'
import { ApiRefusal } from '../api-refusal.ts'
import { announce } from './announce.tsx'
import { errorsOf, errorsOfCheck, type FormState, type Values } from './form-state.ts'
import { editsOf, mergeEdits } from './three-way.ts'

/** What a form is made of. */
export interface FormOptions<V extends Values> {
  /** The values as the server has them. When they change under an open form, edits are merged, and real conflicts asked about. */
  initial: V
  /** What each field is called, also in the error summary and in conflicts. */
  labels: { readonly [K in keyof V]: string }
  /** Checks before sending; a sentence per field that is not right. The server decides all the same. */
  check?: (values: V) => { [K in keyof V]?: string | undefined }
  /** Sends the form. Throws `ApiRefusal`. Answers the values as stored, where the server changes them (trimming, formatting). */
  // biome-ignore lint/suspicious/noConfusingVoidType: most forms answer nothing, and need not say so
  save: (values: V, edits: Partial<V>) => Promise<V | void>
  /** Reads the stored values out of a `changed_meanwhile` refusal, and remembers the new version for the next attempt. */
  stored?: (refusal: ApiRefusal) => V
  /** Sending without a change makes no sense (settings), or is normal (sign-in). Default true. */
  needsEdit?: boolean
}

/** Props that `form.field(name)` hands to a `Field`. */
export interface FieldProps {
  id: string
  name: string
  label: string
  value: string
  error: string | undefined
  onChange(value: string): void
}

/** A form under way. */
export type Form<V extends Values> = ReturnType<typeof useForm<V>>

/** Keeps the values, errors and conflicts of one form, and sends it. */
export function useForm<V extends Values>(options: FormOptions<V>) {
  const id = useId()
  const [state, setState] = useState<FormState<V>>(() => fresh(options.initial))
  const latest = useRef(state)
  const change = (step: Partial<FormState<V>>) => {
    latest.current = { ...latest.current, ...step }
    setState(latest.current)
  }

  const stored = JSON.stringify(options.initial)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only news from the server starts a merge
  useEffect(() => {
    const { read, values, conflicts, phase } = latest.current
    if (phase !== 'saving' && stored !== JSON.stringify(read))
      change({ read: options.initial, ...mergeEdits(read, values, options.initial, conflicts) })
  }, [stored])

  const refuse = (errors: FormState<V>['errors']) =>
    change({ errors, phase: 'idle', refusals: latest.current.refusals + 1 })

  async function send(retries: number): Promise<void> {
    const { values, read } = latest.current
    change({ phase: 'saving', errors: [] })
    try {
      const kept = (await options.save(values, editsOf(read, values))) ?? values
      const typedMeanwhile = editsOf(values, latest.current.values)
      change({ read: kept, values: { ...kept, ...typedMeanwhile }, phase: 'saved', conflicts: [] })
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) {
        change({ phase: 'idle' })
        throw refusal
      }
      if (refusal.code !== 'changed_meanwhile' || !options.stored) return refuse(errorsOf(refusal, Object.keys(values)))
      const now = options.stored(refusal)
      const merged = mergeEdits(read, latest.current.values, now)
      const refusals = latest.current.refusals + (merged.conflicts.length > 0 ? 1 : 0)
      change({ read: now, ...merged, phase: 'idle', refusals })
      // The other person changed other fields only: nothing to ask, so the save goes on.
      if (merged.conflicts.length === 0 && retries > 0) return send(retries - 1)
      if (merged.conflicts.length > 0)
        announce('Somebody else changed this meanwhile. Choose which values to keep.', 'assertive')
    }
  }

  const edited = Object.keys(editsOf(state.read, state.values)).length > 0
  const reason = whyNot(state, edited || options.needsEdit === false)
  return {
    id,
    ...state,
    edited,
    labels: options.labels,
    /** Why sending makes no sense just now; undefined when it does. */
    reason,
    saving: state.phase === 'saving',
    field: (name: keyof V & string): FieldProps => ({
      id: `${id}${name}`,
      name,
      label: options.labels[name],
      value: String(state.values[name]),
      error: state.errors.find((error) => error.field === name)?.message,
      onChange: (value) => {
        const values = { ...latest.current.values, [name]: value }
        const stillWrong = options.check?.(values)[name]
        const errors = latest.current.errors.filter((error) => error.field !== name || stillWrong)
        change({ values, errors, phase: latest.current.phase === 'saved' ? 'idle' : latest.current.phase })
      },
    }),
    /** Sends, or says why not. */
    async submit(): Promise<void> {
      if (reason) return announce(reason)
      const wrong = errorsOfCheck(options.check?.(latest.current.values) ?? {})
      if (wrong.length > 0) return refuse(wrong)
      await send(2)
    },
    /** Back to what was read. */
    reset: () => change({ ...fresh(latest.current.read), refusals: latest.current.refusals }),
    /** Ends one conflict with this person's value or the other's. */
    settle(field: keyof V & string, keep: 'mine' | 'theirs') {
      const conflict = latest.current.conflicts.find((one) => one.field === field)
      if (!conflict) return
      change({
        conflicts: latest.current.conflicts.filter((one) => one !== conflict),
        values: keep === 'mine' ? latest.current.values : { ...latest.current.values, [field]: conflict.theirs },
      })
    },
  }
}

const fresh = <V extends Values>(read: V): FormState<V> => ({
  read,
  values: read,
  errors: [],
  conflicts: [],
  phase: 'idle',
  refusals: 0,
})

function whyNot<V extends Values>({ phase, conflicts }: FormState<V>, ready: boolean): string | undefined {
  if (phase === 'saving') return 'Saving…'
  if (conflicts.length > 0) return 'Choose which value to keep first.'
  return ready ? undefined : 'Nothing has been changed yet.'
}
