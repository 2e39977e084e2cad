import { runExamples } from '../examples/runs.ts'
import { walk } from './walk.ts'

await walk(runExamples)
