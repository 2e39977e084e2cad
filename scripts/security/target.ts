import { type Server, signUpFirst, startOurs } from '../../bench/stage.ts'

/** A server of our own on the loopback with something in it, and what a signed-in browser sends to it. */
export interface Target {
  origin: string
  cookie: string
  team: string
  project: string
  stop: Server['stop']
}

/** Starts one on an empty folder, signs the first person up, and makes a project. */
export async function startTarget(): Promise<Target> {
  // One trusted hop: each scan may come from an address of its own, or the first would use up the limits of all.
  const server = await startOurs({ env: { TRUST_PROXY: '1' } })
  const cookie = await signUpFirst(server)
  const origin = `http://localhost:${server.port}`
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${origin}/api/v1${path}`, {
      method,
      headers: { cookie, origin, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text)
  }
  const team: string = (await send('GET', '/account')).teams[0].id
  const at = `/teams/${team}`
  const project = await send('POST', `${at}/projects`, { name: 'Shop', baseUrl: 'http://127.0.0.1:8099/' })
  return { origin, cookie, team, project: project.id, stop: server.stop }
}
