import { operateExamples } from '../examples/operate.ts'
import { walk } from './walk.ts'

await walk(operateExamples)
