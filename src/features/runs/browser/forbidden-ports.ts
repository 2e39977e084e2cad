import type { Config } from '#platform/config.ts'
import type { CheckedTarget } from '#platform/outbound/target.ts'

// What speaks something else than the web and believes whoever reaches it: databases, caches, mail, container engines, cluster stores.
const neverWeb = new Set([
  22, 23, 25, 110, 111, 143, 389, 445, 465, 587, 636, 1433, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 5432, 5433, 5984,
  6379, 6380, 8500, 9042, 9200, 9300, 10250, 11211, 27017, 27018,
])

/**
 * Ports that no page may reach on one's own network, even where AEGIS_ALLOW_PRIVATE_TARGETS opens it: this server's own, its database's, and
 * those of common services that are no web sites. Otherwise a crawled page could speak to what trusts its neighbours.
 */
export function forbiddenTargets(
  config: Pick<Config, 'PORT' | 'METRICS_PORT' | 'DATABASE_URL' | 'DATABASE_MIGRATION_URL' | 'SMTP_URL'>,
): (target: Pick<CheckedTarget, 'addresses' | 'port'>) => boolean {
  const ours = new Set([config.PORT, config.METRICS_PORT, portOf(config.SMTP_URL)])
  for (const url of [config.DATABASE_URL, config.DATABASE_MIGRATION_URL]) if (url) ours.add(portOf(url) ?? 5432)
  return ({ addresses, port }) => addresses.some(isOwnNetwork) && (neverWeb.has(port) || ours.has(port))
}

const portOf = (url: string | undefined): number | undefined =>
  url ? Number(new URL(url).port) || undefined : undefined

// The guard has judged the address already; this only tells the own network from the rest of the world.
const isOwnNetwork = (address: string): boolean =>
  /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1$|f[cd])/.test(address)
