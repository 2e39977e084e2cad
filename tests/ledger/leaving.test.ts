import { leavingExamples } from '../examples/leaving.ts'
import { walk } from './walk.ts'

await walk(leavingExamples)
