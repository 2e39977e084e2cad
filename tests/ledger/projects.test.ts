import { projectExamples } from '../examples/projects.ts'
import { walk } from './walk.ts'

walk(projectExamples)
