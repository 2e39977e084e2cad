import { useEffect } from 'react'
import { announce } from './announce.tsx'
import type { Values } from './form-state.ts'
import type { Form } from './use-form.ts'

/**
 * For forms whose one field is a short-lived code: a refused code keeps the focus in its field, marked, so that the next one replaces it,
 * and the reason is read out. Answers the form as its error summary should show it: without what stands on the field already.
 */
export function useOneCode<V extends Values>(form: Form<V>, field: keyof V & string) {
  const wrong = form.errors.find((error) => error.field === field)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every refused attempt counts, also one with the same words
  useEffect(() => {
    if (!wrong) return
    const input = document.getElementById(form.id + field)
    if (input instanceof HTMLInputElement) {
      input.focus()
      input.select()
    }
    announce(wrong.message, 'assertive')
  }, [form.refusals])
  return { ...form, errors: form.errors.filter((error) => error !== wrong) }
}
