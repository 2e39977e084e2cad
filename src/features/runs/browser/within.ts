import type { Duration } from '#platform/clock.ts'

/** What `work` brings, unless that takes longer than `limit`; then it is given up. */
export async function within<T>(limit: Duration, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Timeout: it took too long')), limit)
  })
  work.catch(() => {}) // what is given up may still fail
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
