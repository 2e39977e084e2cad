/** One goal of the bench: where its figure stands in a section, and what it is to reach at least. */
interface Goal {
  row: number
  what: string
  section: string
  /** Finds the figure, a ratio, as its first group. */
  figure: RegExp
  atLeast: number
}

const goals: Goal[] = [
  { row: 1, what: 'own account, of bare Fastify', section: 'account-read', figure: last('bare Fastify'), atLeast: 0.7 },
  { row: 1, what: 'own account, × Better Auth', section: 'account-read', figure: last('Better Auth'), atLeast: 12 },
  { row: 2, what: 'own key, of bare Fastify', section: 'key-read', figure: last('bare Fastify'), atLeast: 0.7 },
  { row: 2, what: 'own key, × Better Auth', section: 'key-read', figure: last('Better Auth'), atLeast: 10 },
  { row: 3, what: 'sign-in, of bare hashing', section: 'sign-in', figure: last('argon2id'), atLeast: 0.85 },
  { row: 3, what: 'sign-in, × Better Auth', section: 'sign-in', figure: last('Better Auth'), atLeast: 6 },
  { row: 4, what: 'list of keys, × Better Auth', section: 'lists', figure: last('.*`api-key/list`'), atLeast: 8 },
  { row: 4, what: 'list of sessions, × Better Auth', section: 'lists', figure: last('.*`list-sessions`'), atLeast: 8 },
  {
    row: 7,
    what: 'change, entry and letter, of bare',
    section: 'audited-write',
    figure: last('a change'),
    atLeast: 0.7,
  },
  { row: 8, what: 'audit entry, of a bare INSERT', section: 'audit', figure: last('append'), atLeast: 0.7 },
  { row: 10, what: 'one hot counter, of a bare UPDATE', section: 'usage', figure: last('one hot'), atLeast: 0.8 },
  { row: 10, what: '1,000 counters, of a bare UPDATE', section: 'usage', figure: last('1,000 counters'), atLeast: 0.8 },
  { row: 14, what: 'crawling, of a bare loop', section: 'crawl', figure: last('ratio'), atLeast: 0.85 },
  {
    row: 15,
    what: 'key in memory, a million beside it',
    section: 'million-keys',
    figure: last('.*in memory'),
    atLeast: 0.9,
  },
  {
    row: 15,
    what: 'key from the database, a million',
    section: 'million-keys',
    figure: last('.*from the'),
    atLeast: 0.9,
  },
  { row: 15, what: 'list of keys, a million', section: 'million-keys', figure: last('.*/keys`'), atLeast: 0.9 },
]

const [top, step, left, goalAt, right] = [64, 26, 330, 300, 110] // pixels; `goalAt` is how far from the labels the goal stands
const most = 1.9 // times the goal: what is longer is cut, and its figure says how much

/** Draws how far each measured ratio is from its goal, as an SVG. `read` answers a section's Markdown, null where it was never measured. */
export async function chart(read: (section: string) => Promise<string | null>): Promise<string> {
  const bars: string[] = []
  for (const goal of goals) {
    const found = goal.figure.exec((await read(goal.section)) ?? '')
    if (found) bars.push(barOf(goal, Number(found[1]), top + bars.length * step))
  }
  const [width, height] = [left + goalAt * most + right, top + bars.length * step + 20]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">Each measured ratio beside its goal</title>
<rect width="100%" height="100%" rx="8" fill="#fbfaf7"/>
<g font-family="system-ui, sans-serif" font-size="13" fill="#26241f">
<text x="20" y="28" font-size="15" font-weight="600">Each measured ratio beside its goal</text>
<text x="${left + goalAt}" y="${top - 12}" text-anchor="middle" fill="#5d594f">goal</text>
${bars.join('\n')}
<line x1="${left + goalAt}" y1="${top - 6}" x2="${left + goalAt}" y2="${height - 16}" stroke="#26241f" stroke-width="1.5" stroke-dasharray="4 3"/>
</g>
</svg>
`
}

function barOf({ row, what, atLeast }: Goal, figure: number, y: number): string {
  const times = figure / atLeast
  const length = Math.round(Math.min(times, most) * goalAt)
  const colour = times >= 1 ? '#2f7d5b' : '#c2703d'
  const says = `${figure} ${times >= 1 ? '' : 'short '}of ${atLeast}`
  return `<text x="${left - 12}" y="${y + 14}" text-anchor="end">${what} <tspan fill="#5d594f">(${row})</tspan></text>
<rect x="${left}" y="${y + 2}" width="${length}" height="16" rx="3" fill="${colour}"/>
<text x="${left + Math.max(length, times < 1 ? goalAt : 0) + 8}" y="${y + 14}" fill="${times >= 1 ? '#26241f' : '#9a4d1e'}">${says}</text>`
}

// The last number of the table's line that begins so.
function last(beginning: string): RegExp {
  return new RegExp(`^\\| \`?${beginning}.*\\| ([\\d.]+) \\|(?: \\|)?$`, 'm')
}
