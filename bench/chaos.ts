import { chaos as run } from '#tests/chaos/chaos.ts'

/** Nodes killed under mixed load; ten minutes, or as many seconds as BENCH_SECONDS says. */
export async function chaos(): Promise<string[]> {
  const seconds = Number(process.env.BENCH_SECONDS ?? 600)
  const log = (line: string) => process.stderr.write(`${line}\n`)
  const { wrong, checked, kills, cuts, requests } = await run({ seconds, killEverySeconds: 5, households: 3, log })
  const killed = Object.entries(kills)
    .map(([name, times]) => `${name} ${times}`)
    .join(', ')
  return [
    '## Nodes killed under load',
    '',
    `Two API nodes (\`serve --no-worker\`) and two workers on one external PostgreSQL behind a proxy; ${seconds} s of sign-ups, sign-ins, keys, invitations, use, runs and reads while every 5 s one of the four is killed with \`kill -9\` and started again (${killed}), and ${cuts} times every connection to the database breaks. ${requests.answered} requests were answered, ${requests.faults} failed with a fault, ${requests.unanswered} got no answer; clients asked again.`,
    '',
    '| what was promised | how many |',
    '|---|---|',
    ...Object.entries(checked).map(([what, howMany]) => `| ${what} | ${howMany} |`),
    '',
    wrong.length === 0
      ? 'Every promise was kept: nothing acknowledged was lost, nothing was done twice, no limit was passed and each was used to the last one, nothing was let in later than 200 ms after it was revoked.'
      : `**Broken promises:** ${wrong.slice(0, 20).join('; ')}.`,
  ]
}
