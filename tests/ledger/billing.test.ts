import { billingExamples } from '../examples/billing.ts'
import { walk } from './walk.ts'

walk(billingExamples)
