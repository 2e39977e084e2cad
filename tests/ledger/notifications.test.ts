import { notificationExamples } from '../examples/notifications.ts'
import { walk } from './walk.ts'

await walk(notificationExamples)
