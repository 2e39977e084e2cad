import { start, stopOnSignal, work } from './running.ts'

/** `aegisrunner worker`: works off the queue, for installations that run it apart from the server. */
export async function worker(): Promise<void> {
  const running = await start()
  try {
    await work(running)
  } catch (error) {
    await running.stop()
    throw error
  }
  stopOnSignal(running)
  process.stdout.write('The worker is ready.\n')
}
