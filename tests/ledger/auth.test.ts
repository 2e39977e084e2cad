import { authExamples } from '../examples/auth.ts'
import { walk } from './walk.ts'

await walk(authExamples)
