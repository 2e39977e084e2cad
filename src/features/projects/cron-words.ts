/** Ready choices of a schedule, in the order they are offered. */
export const schedulePresets = [
  { cron: '0 * * * *', label: 'Every hour' },
  { cron: '0 */6 * * *', label: 'Every six hours' },
  { cron: '0 0 * * *', label: 'Every day at midnight' },
  { cron: '0 9 * * *', label: 'Every day at 09:00' },
  { cron: '0 9 * * 1-5', label: 'Weekdays at 09:00' },
  { cron: '0 9 * * 1', label: 'Mondays at 09:00' },
  { cron: '0 0 1 * *', label: 'On the first of every month' },
] as const

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const shortDays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const everyDay = 'every day'
const list = new Intl.ListFormat('en')

/** A cron pattern in words, where it is one of the usual shapes; else the pattern itself. */
export function cronWords(cron: string): string {
  const preset = schedulePresets.find((one) => one.cron === cron)
  if (preset) return preset.label
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = cron.toLowerCase().split(' ')
  const when = month === '*' ? timesInWords(minute, hour) : null
  const on = when && daysInWords(day, weekday)
  if (!when || on === null) return `At the times of “${cron}”`
  return when.startsWith('Every') && on === everyDay ? when : `${when}, ${on}`
}

function timesInWords(minute: string, hour: string): string | null {
  const every = /^(?:\*|\*\/(\d+))$/.exec(minute)
  if (every && hour === '*') return every[1] ? `Every ${every[1]} minutes` : 'Every minute'
  const minutes = numbers(minute, 59)
  if (!minutes) return null
  const past = list.format(minutes.map((one) => `:${two(one)}`))
  const step = /^\*\/(\d+)$/.exec(hour)
  if (step) return `Every ${step[1]} hours at ${past}`
  if (hour === '*') return `Every hour at ${past}`
  const hours = numbers(hour, 23)
  if (!hours || hours.length * minutes.length > 6) return null
  return `At ${list.format(hours.flatMap((h) => minutes.map((m) => `${two(h)}:${two(m)}`)))}`
}

function daysInWords(day: string, weekday: string): string | null {
  if (day === '*' && weekday === '*') return everyDay
  if (day === '*') return weekdaysInWords(weekday)
  const days = weekday === '*' ? numbers(day, 31) : null
  return days && `on day ${list.format(days.map(String))} of the month`
}

function weekdaysInWords(field: string): string | null {
  const plain = field.replace(/[a-z]{3}/g, (name) => String(shortDays.indexOf(name)))
  if (plain === '1-5') return 'on weekdays'
  const days = numbers(plain, 7)
  return days && `on ${list.format(days.map((one) => `${weekdays[one]}s`))}`
}

/** A list of numbers such as `1,15`, or a short range such as `6-7`; null for anything else. */
function numbers(field: string, most: number): number[] | null {
  const range = /^(\d+)-(\d+)$/.exec(field)
  const found = range
    ? Array.from({ length: Number(range[2]) - Number(range[1]) + 1 }, (_, at) => Number(range[1]) + at)
    : field.split(',').map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN))
  return found.length > 0 && found.length <= 7 && found.every((one) => one >= 0 && one <= most) ? found : null
}

const two = (n: number): string => String(n).padStart(2, '0')
