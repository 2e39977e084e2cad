import { usageExamples } from '../examples/usage.ts'
import { walk } from './walk.ts'

await walk(usageExamples)
