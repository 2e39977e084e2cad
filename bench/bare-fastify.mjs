// The other side of row 1: a bare Fastify route that looks a token up in memory and answers the same payload.
import Fastify from 'fastify'

const payload = JSON.parse(process.env.PAYLOAD)
const sessions = new Map([[process.env.TOKEN, payload]])
const http = Fastify()
http.get('/api/v1/account', async (request, reply) => {
  const token = /aegis=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
  const found = sessions.get(token)
  if (!found) return reply.status(401).send({ error: 'signed out' })
  return found
})
await http.listen({ port: Number(process.env.PORT), host: 'localhost' })
process.stdout.write('ready\n')
