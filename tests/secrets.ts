import type { TestApp } from './harness.ts'

/**
 * Everything in the database and the mailboxes of an installation that no answer and no line of the log may hold: hashes, digests however they
 * are written, and the secrets of links.
 */
export async function secretsOf(app: TestApp): Promise<string[]> {
  const hashes = await app.sql<{ hash: string }>(
    'SELECT hash FROM passwords UNION SELECT password_hash FROM pending_sign_ups',
  )
  const digests = await app.sql<{ digest: Buffer }>(
    'SELECT token_digest AS digest FROM sessions UNION SELECT digest FROM one_time_tokens UNION SELECT digest FROM known_devices UNION SELECT digest FROM pending_sign_ups UNION SELECT digest FROM api_keys',
  )
  const tokens = app.mailbox
    .all()
    .flatMap(({ text }) => [...text.matchAll(/#([\w-]{43,})/g)].map(([, token = '']) => token))
  return [
    app.config.AEGIS_MASTER_KEY ?? '',
    '$argon2',
    ...hashes.map(({ hash }) => hash),
    ...digests.flatMap(({ digest }) => [
      digest.toString('hex'),
      digest.toString('base64'),
      digest.toString('base64url'),
    ]),
    ...tokens,
  ]
}
