import { projectExamples } from '../examples/projects.ts'
import { walk } from './walk.ts'

await walk(projectExamples)
