import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the program got it. */
export interface Heard {
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** A program that is told, and answers as ordered. */
export async function program() {
  const heard: Heard[] = []
  const self = {
    url: '',
    heard,
    status: 200,
    /** Milliseconds it takes its time for. */
    delay: 0,
    headers: {} as Record<string, string>,
    answer: 'secret words of the program',
    /** What it does before it answers; it may choose its answer here. */
    before: (_heard: Heard): void | Promise<void> => {},
    close: () => Promise.resolve(),
  }
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const told = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }
    heard.push(told)
    await self.before(told)
    if (self.delay > 0) await new Promise((resolve) => setTimeout(resolve, self.delay))
    response.writeHead(self.status, self.headers)
    response.end(self.answer)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  self.url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/hook`
  self.close = async () => {
    http.closeAllConnections()
    await new Promise((resolve) => http.close(resolve))
  }
  return self
}
