import { ZxcvbnFactory } from '@zxcvbn-ts/core'
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common'

const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: 100 })

/** How hard a password is to guess, 0 (at once) to 4 (not by guessing). Loaded only when somebody chooses one: the lists are large. */
export const strengthOf = (password: string, context: string[]): number => zxcvbn.check(password, context).score
