import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { environment } from '#platform/config.ts'
import { CiFault, openCiClient } from './ci/client.ts'
import { asItStands, follow, runEnded, startCrawl, startRun } from './ci/follow.ts'
import { type Format, formats, render } from './ci/report.ts'

const usage = `aegisrunner ci run|crawl|status <run id> [options]
  --url <address>      of AegisRunner (or AEGISRUNNER_URL)
  --key <key>          an API key (better: AEGISRUNNER_API_KEY, which no list of processes shows)
  --project <id>       needed when the key sees several projects
  --suite <id>         run only this suite; may be repeated
  --case <id>          run only this test; may be repeated
  --strategy <name>    smoke, recent-failures, high-priority, regression-risk
  --base-url <address> test this address of the site instead
  --max-pages <n>, --max-depth <n>   how far a crawl goes
  --format <format>    text (default), json, junit
  --output <file>      write the result there as well
  --timeout <minutes>  give up waiting after this (60)
  --no-wait            do not wait for the end; with --format json tells what was started
Exit code: 0 all is well, 1 a test failed or the crawl did, 2 it could not be done.`

const options = {
  url: { type: 'string' },
  key: { type: 'string' },
  project: { type: 'string' },
  suite: { type: 'string', multiple: true },
  case: { type: 'string', multiple: true },
  strategy: { type: 'string' },
  'base-url': { type: 'string' },
  'max-pages': { type: 'string' },
  'max-depth': { type: 'string' },
  format: { type: 'string', default: 'text' },
  output: { type: 'string' },
  timeout: { type: 'string', default: '60' },
  'no-wait': { type: 'boolean', default: false },
} as const

/** What was given on the command line. */
export type CiOptions = ReturnType<typeof parsed>['values']

const parsed = (args: string[]) => parseArgs({ args, options, allowPositionals: true })

/** `aegisrunner ci …`: starts runs and crawls from a pipeline, waits for them, and ends with what the pipeline should end with. */
export async function ci(args: string[]): Promise<void> {
  try {
    process.exitCode = await perform(args)
  } catch (error) {
    // Whatever it was: 1 would say that a test failed.
    process.stderr.write(`${error instanceof CiFault ? error.message : (error as Error).stack}\n`)
    process.exitCode = 2
  }
}

async function perform(args: string[]): Promise<number> {
  const { values, positionals } = understood(args)
  const [act, id] = positionals
  const { AEGISRUNNER_URL, AEGISRUNNER_API_KEY } = environment()
  const url = values.url ?? AEGISRUNNER_URL ?? fault('Say where AegisRunner is: --url or AEGISRUNNER_URL.')
  const key = values.key ?? AEGISRUNNER_API_KEY ?? fault('Set AEGISRUNNER_API_KEY to an API key.')
  const client = openCiClient(url, key)
  const format = values.format as Format
  if (act === 'status')
    return tell(await runEnded(client, id ?? fault('Say which run: aegisrunner ci status <run id>.')), format, values)
  const started =
    act === 'run' ? await startRun(client, values) : act === 'crawl' ? await startCrawl(client, values) : fault(usage)
  process.stderr.write(`${started.says}\n`)
  if (values['no-wait']) return format === 'json' ? tell(await asItStands(client, started), format, values) : 0
  return tell(await follow(client, started, Number(values.timeout)), format, values)
}

function understood(args: string[]): ReturnType<typeof parsed> {
  try {
    const found = parsed(args)
    if (!formats.includes(found.values.format as Format)) fault(`--format is one of ${formats.join(', ')}.`)
    if (!(Number(found.values.timeout) > 0)) fault('--timeout is a number of minutes.')
    return found
  } catch (error) {
    if (error instanceof CiFault) throw error
    return fault(`${(error as Error).message}\n\n${usage}`)
  }
}

async function tell(result: Parameters<typeof render>[0], format: Format, { output }: CiOptions): Promise<number> {
  const text = render(result, format)
  process.stdout.write(text)
  if (output) {
    await writeFile(output, text).catch((error: Error) => {
      throw new CiFault(`The result could not be written: ${error.message}.`)
    })
  }
  return result.exitCode
}

const fault = (says: string): never => {
  throw new CiFault(says)
}
