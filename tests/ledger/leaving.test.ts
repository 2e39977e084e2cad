import { leavingExamples } from '../examples/leaving.ts'
import { walk } from './walk.ts'

walk(leavingExamples)
