/** Thrown instead of queueing when a gate already has its fill of waiters; answer with 503 and Retry-After. */
export class Overloaded extends Error {
  override name = 'Overloaded'
}

/** What a gate is doing at this moment. */
export type GateLoad = { running: number; waiting: number; refused: number }

/** Lets a bounded number of tasks run at once, keeps a bounded number waiting in order of arrival. */
export type Gate = {
  /** Runs `task` when its turn comes. Rejects with `Overloaded` at once when the queue is full. */
  run<T>(task: () => Promise<T>): Promise<T>
  load(): GateLoad
}

/** Makes a gate for `width` tasks at once and `queue` waiting ones. */
export function createGate(width: number, queue: number): Gate {
  const waiting: (() => void)[] = []
  let running = 0
  let refused = 0

  const enter = async () => {
    if (running < width) {
      running += 1
      return
    }
    if (waiting.length >= queue) {
      refused += 1
      throw new Overloaded(`${queue} tasks are waiting already`)
    }
    await new Promise<void>((resolve) => waiting.push(resolve))
  }

  // The place is handed over rather than freed, so a newcomer cannot overtake the queue.
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }

  return {
    async run(task) {
      await enter()
      try {
        return await task()
      } finally {
        leave()
      }
    },
    load: () => ({ running, waiting: waiting.length, refused }),
  }
}
