import { accountExamples } from '../examples/account.ts'
import { walk } from './walk.ts'

await walk(accountExamples)
