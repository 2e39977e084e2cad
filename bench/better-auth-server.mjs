// The peer of rows 1 to 4: Better Auth with its api-key, two-factor and organization plugins on PostgreSQL, behind bare node:http.
// Copied into bench/peers/, where its packages are installed.
import { createServer } from 'node:http'
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { toNodeHandler } from 'better-auth/node'
import { organization, twoFactor } from 'better-auth/plugins'
import pg from 'pg'

const origin = `http://localhost:${process.env.PORT}`
const options = {
  baseURL: origin,
  secret: 'a-secret-for-this-measurement-only-0123456789',
  database: new pg.Pool({ ...JSON.parse(process.env.PEER_DATABASE), max: 16 }),
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  plugins: [
    apiKey({ rateLimit: { enabled: true, timeWindow: 60_000, maxRequests: 1e9 } }),
    twoFactor(),
    organization(),
  ],
}
const { runMigrations } = await getMigrations(options)
await runMigrations()
const auth = betterAuth(options)

// One person with ten sessions and ten keys, each used once; a session and a key are told to the bench with the ready line.
const person = { email: 'ada@example.com', password: 'plum-harbour-violet-42' }
const headers = {
  'user-agent':
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
}
const answer = await auth.api.signUpEmail({ body: { name: 'Ada', ...person }, headers, asResponse: true })
const cookie = answer.headers
  .getSetCookie()
  .map((line) => line.split(';')[0])
  .join('; ')
const { user } = await answer.json()
for (let n = 1; n < 10; n++) await auth.api.signInEmail({ body: person, headers })
const keys = []
for (let n = 0; n < 10; n++) {
  const { key } = await auth.api.createApiKey({ body: { name: `bench ${n}`, userId: user.id } })
  await auth.api.verifyApiKey({ body: { key } })
  keys.push(key)
}

const handle = toNodeHandler(auth)
const server = createServer(async (request, response) => {
  if (request.url !== '/key') return handle(request, response)
  const token = (request.headers.authorization ?? '').slice('Bearer '.length)
  const verdict = await auth.api.verifyApiKey({ body: { key: token } })
  response.statusCode = verdict.valid ? 200 : 401
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(verdict))
})
server.listen(Number(process.env.PORT), 'localhost', () => {
  process.stdout.write(`ready ${JSON.stringify({ cookie, key: keys[0] })}\n`)
})
