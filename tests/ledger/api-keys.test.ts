import { keyExamples } from '../examples/api-keys.ts'
import { walk } from './walk.ts'

await walk(keyExamples)
