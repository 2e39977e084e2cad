import { createServer } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { hashingStats } from '../crypto/passwords.ts'
import { constantTimeEqual } from '../crypto/secrets.ts'
import { outboxFacts, queueFacts } from '../health/queries.ts'
import type { Platform } from '../platform.ts'
import { refuseCommon } from './refusal.ts'

/** `/healthz` (the process lives), `/readyz` (it can do its work), and Prometheus metrics on their own port or behind a token. */
export async function serveOperations(http: FastifyInstance, platform: Platform): Promise<void> {
  const { config, db } = platform
  http.get('/healthz', { logLevel: 'silent' }, () => ({ status: 'ok' }))
  http.get('/readyz', { logLevel: 'silent' }, async (_request, reply) => {
    const ready = await db.named('ready', 'SELECT 1', []).then(
      () => true,
      () => false,
    )
    return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'the database does not answer' })
  })
  if (!config.METRICS_PORT && !config.METRICS_TOKEN) return
  const registry = metricsOf(http, platform)
  if (config.METRICS_TOKEN) {
    const expected = `Bearer ${config.METRICS_TOKEN}`
    http.get('/metrics', async (request, reply) => {
      if (!constantTimeEqual(String(request.headers.authorization ?? ''), expected)) refuseCommon('not_found')
      return reply.type(registry.contentType).send(await registry.metrics())
    })
  }
  if (config.METRICS_PORT) await serveMetricsPort(http, registry, config.HOST, config.METRICS_PORT)
}

function metricsOf(http: FastifyInstance, { db }: Platform): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  http.addHook('onResponse', async (request, reply) => {
    const labels = {
      method: request.method,
      route: request.routeOptions.url ?? 'none',
      status: String(reply.statusCode),
    }
    duration.observe(labels, reply.elapsedTime / 1000)
  })
  gauge(registry, 'database_connections', 'Open connections of the pool', () => db.pool.totalCount)
  gauge(registry, 'database_connections_waiting', 'Requests waiting for a connection', () => db.pool.waitingCount)
  gauge(registry, 'password_hashes_waiting', 'Password hashes waiting for a core', () => hashingStats().waiting)
  gauge(
    registry,
    'jobs_due_age_seconds',
    'How long the oldest due job has waited',
    async () => (await queueFacts(db)).oldestDue ?? 0,
  )
  gauge(registry, 'jobs_dead', 'Jobs given up after the last try', async () => (await queueFacts(db)).dead)
  gauge(
    registry,
    'letters_waiting',
    'Letters not yet handed to the mail server',
    async () => (await outboxFacts(db)).waiting,
  )
  gauge(registry, 'letters_failed', 'Letters given up', async () => (await outboxFacts(db)).failed)
  return registry
}

function gauge(registry: Registry, name: string, help: string, read: () => number | Promise<number>): void {
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      // A database that does not answer must not take the other figures with it.
      this.set(await Promise.resolve(read()).catch(() => Number.NaN))
    },
  })
}

async function serveMetricsPort(http: FastifyInstance, registry: Registry, host: string, port: number): Promise<void> {
  const server = createServer(async (_request, response) => {
    response.setHeader('Content-Type', registry.contentType).end(await registry.metrics())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  http.addHook('onClose', async () => {
    await new Promise((resolve) => server.close(resolve))
  })
}
