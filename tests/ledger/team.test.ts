import { teamExamples } from '../examples/team.ts'
import { walk } from './walk.ts'

await walk(teamExamples)
