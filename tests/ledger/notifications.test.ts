import { notificationExamples } from '../examples/notifications.ts'
import { walk } from './walk.ts'

walk(notificationExamples)
