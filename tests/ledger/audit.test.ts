import { auditExamples } from '../examples/audit.ts'
import { walk } from './walk.ts'

await walk(auditExamples)
