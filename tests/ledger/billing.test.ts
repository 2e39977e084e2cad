import { billingExamples } from '../examples/billing.ts'
import { walk } from './walk.ts'

await walk(billingExamples)
