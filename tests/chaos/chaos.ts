import { setTimeout as sleep } from 'node:timers/promises'
import { html, openSite } from '../site.ts'
import { newBook } from './book.ts'
import { Client } from './client.ts'
import { household, type Stage } from './household.ts'
import { type Installation, startInstallation } from './installation.ts'
import { hammer, pipeline, readKeys, visit } from './programs.ts'
import { judge, quiet, type Verdict } from './verdict.ts'

/** What was done, what it did to whom, and whether every promise was kept. */
export interface Report extends Verdict {
  kills: Record<string, number>
  cuts: number
  seconds: number
  requests: Client['counts']
}

/** How long and how hard. */
export interface Wish {
  seconds: number
  killEverySeconds: number
  households?: number
  log?: (line: string) => void
}

/**
 * Mixed load on two API nodes and two workers, while every few seconds one of the four is killed and started again, and now and then all
 * connections to the database break. When it is over and nothing is under way any more, every promise made on the way is held against what is there.
 */
export async function chaos({ seconds, killEverySeconds, households = 3, log = () => {} }: Wish): Promise<Report> {
  const at = await startInstallation()
  const site = await openSite({ '/': html('Shop', '<p>Open.</p>') })
  const end = performance.now() + seconds * 1_000
  const stage: Stage = { at, client: new Client(at), book: newBook(), on: () => performance.now() < end }
  try {
    const lane = (work: (stage: Stage) => Promise<void>) => once(stage, work, log)
    const repeated = async () => {
      while (stage.on()) await lane(household)
    }
    const load = [
      ...Array.from({ length: households }, repeated),
      lane(readKeys),
      lane(visit),
      lane(hammer),
      lane((one) => pipeline(one, `${site.url}/`)),
    ]
    const cuts = await killing(stage, killEverySeconds, log)
    await Promise.all(load)
    log('the load is over; waiting until nothing is under way')
    await quiet(stage)
    const kills = Object.fromEntries(at.nodes.map(({ name, killed }) => [name, killed]))
    return { ...(await judge(stage)), kills, cuts, seconds, requests: stage.client.counts }
  } finally {
    await site.close()
    await at.stop()
  }
}

// What goes wrong in one part of the load is a broken promise, and ends no other part.
async function once(stage: Stage, work: (stage: Stage) => Promise<void>, log: (line: string) => void): Promise<void> {
  await work(stage).catch((error: Error) => {
    log(error.message)
    stage.book.broken.push(error.message)
  })
}

async function killing(stage: Stage, everySeconds: number, log: (line: string) => void): Promise<number> {
  let cuts = 0
  const starting: Promise<void>[] = []
  for (let turn = 0; stage.on(); turn++) {
    await sleep(everySeconds * 1_000)
    if (!stage.on()) break
    if (turn % 6 === 5) {
      cuts += 1
      log('every connection to the database breaks')
      stage.at.cutDatabase()
      continue
    }
    const victim = pick(stage.at, turn)
    if (!victim.ready) continue
    log(`${victim.name} is killed`)
    starting.push(victim.kill().then(() => victim.start()))
  }
  await Promise.all(starting)
  return cuts
}

const pick = ({ nodes }: Installation, turn: number) =>
  nodes[(turn * 7) % nodes.length] ?? (nodes[0] as Installation['nodes'][number])
