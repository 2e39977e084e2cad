// Lighthouse over one signed-in page of ours, three times; prints the median score of each category. Copied into bench/peers/lighthouse.
import lighthouse from 'lighthouse'

const { URL: url, COOKIE, DEBUG_PORT } = process.env
const categories = ['performance', 'accessibility', 'best-practices']
const runs = []
for (let round = 0; round < 3; round++) {
  const { lhr } = await lighthouse(url, {
    port: Number(DEBUG_PORT),
    output: 'json',
    logLevel: 'error',
    onlyCategories: categories,
    extraHeaders: { Cookie: COOKIE },
    disableStorageReset: true,
  })
  runs.push(lhr)
  if (process.env.DETAILS) {
    for (const task of lhr.audits['long-tasks']?.details?.items ?? []) {
      process.stderr.write(`long task ${Math.round(task.startTime)} ${Math.round(task.duration)} ${task.url}\n`)
    }
    process.stderr.write(`benchmark index ${lhr.environment.benchmarkIndex}\n`)
    for (const { id, title, score, scoreDisplayMode, displayValue } of Object.values(lhr.audits)) {
      if (score !== null && score < 1 && scoreDisplayMode !== 'informative') {
        process.stderr.write(`${id}: ${score} ${displayValue ?? ''} ${title}\n`)
      }
    }
  }
}
const median = (values) => values.sort((a, b) => a - b)[1]
const scores = categories.map((id) => [id, Math.round(median(runs.map((lhr) => lhr.categories[id].score)) * 100)])
process.stdout.write(JSON.stringify(Object.fromEntries(scores)))
