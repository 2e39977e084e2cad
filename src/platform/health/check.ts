/** Everything an installation's health is made of, in the order it is shown. */
export const checkNames = ['database', 'mail', 'clock', 'disk', 'public address', 'keys', 'jobs'] as const

/** How a part is: fine, worth a look, or in the way of people. */
export type CheckState = 'ok' | 'warn' | 'fail'

/** One part's health in a sentence, and how to mend it. */
export interface Check {
  name: (typeof checkNames)[number]
  state: CheckState
  says: string
  mend: string | null
}

/** A finding before it is given its name. */
export type Finding = Omit<Check, 'name'>

export const ok = (says: string): Finding => ({ state: 'ok', says, mend: null })
export const warn = (says: string, mend: string): Finding => ({ state: 'warn', says, mend })
export const fail = (says: string, mend: string): Finding => ({ state: 'fail', says, mend })
