// The other side of row 2: a bare Fastify route that looks a bearer up in memory and answers the same payload.
import Fastify from 'fastify'

const payload = JSON.parse(process.env.PAYLOAD)
const keys = new Map([[process.env.TOKEN, payload]])
const http = Fastify()
http.get('/api/v1/key', async (request, reply) => {
  const found = keys.get((request.headers.authorization ?? '').slice('Bearer '.length))
  if (!found) return reply.status(401).send({ error: 'unknown key' })
  return found
})
await http.listen({ port: Number(process.env.PORT), host: 'localhost' })
process.stdout.write('ready\n')
