import { twoFactorExamples } from '../examples/two-factor.ts'
import { walk } from './walk.ts'

await walk(twoFactorExamples)
