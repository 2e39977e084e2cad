import { passkeyExamples } from '../examples/passkeys.ts'
import { walk } from './walk.ts'

await walk(passkeyExamples)
