import { accountExamples } from '../examples/account.ts'
import { walk } from './walk.ts'

walk(accountExamples)
