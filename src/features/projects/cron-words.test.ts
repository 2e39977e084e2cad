import { expect, test } from 'vitest'
import { isCron } from './cron.ts'
import { cronWords, schedulePresets } from './cron-words.ts'

test.each(schedulePresets)('the preset $label is a pattern', ({ cron, label }) => {
  expect(isCron(cron)).toBe(true)
  expect(cronWords(cron)).toBe(label)
})

test.each([
  ['*/15 * * * *', 'Every 15 minutes'],
  ['* * * * *', 'Every minute'],
  ['30 2 * * *', 'At 02:30, every day'],
  ['5,35 * * * *', 'Every hour at :05 and :35'],
  ['15 */4 * * *', 'Every 4 hours at :15'],
  ['0 6,18 * * sat,sun', 'At 06:00 and 18:00, on Saturdays and Sundays'],
  ['0 8 * * MON-FRI', 'At 08:00, on weekdays'],
  ['0 0 1,15 * *', 'At 00:00, on day 1 and 15 of the month'],
  ['0 0 * 1 *', 'At the times of “0 0 * 1 *”'],
  ['0 0 13 * 5', 'At the times of “0 0 13 * 5”'],
  ['*/7 3-5 * * *', 'At the times of “*/7 3-5 * * *”'],
  ['0 0 L * *', 'At the times of “0 0 L * *”'],
  ['0 9 * * foo', 'At the times of “0 9 * * foo”'],
])('%s is “%s”', (cron, words) => expect(cronWords(cron)).toBe(words))
