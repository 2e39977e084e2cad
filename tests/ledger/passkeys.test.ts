import { passkeyExamples } from '../examples/passkeys.ts'
import { walk } from './walk.ts'

walk(passkeyExamples)
