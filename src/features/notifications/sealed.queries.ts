import { type SealedPlace, type SealedText, sealedWith } from '#platform/crypto/reseal.ts'

/** The ways into Slack. */
export const sealedSlack: SealedPlace = {
  what: 'ways into Slack',
  async stale(on, keyId, after, most) {
    const rows = await on.query
      .selectFrom('slack_connections')
      .select(['team_id', 'secret'])
      .where('team_id', '>', after)
      .where('secret', 'not like', sealedWith(keyId))
      .orderBy('team_id')
      .limit(most)
      .execute()
    return rows.map(({ team_id, secret }) => ({
      at: team_id,
      text: secret,
      aad: `slack:${team_id}`,
      store: (tx, next) =>
        tx.query
          .updateTable('slack_connections')
          .set({ secret: next })
          .where('team_id', '=', team_id)
          .where('secret', '=', secret)
          .execute(),
    }))
  },
}

const sealedWebhook = (what: string, column: 'url' | 'secret' | 'old_secret'): SealedPlace => ({
  what,
  async stale(on, keyId, after, most) {
    const rows = await on.query
      .selectFrom('outgoing_webhooks')
      .select(['id', `${column} as text`])
      .where('id', '>', after)
      .where(column, 'not like', sealedWith(keyId))
      .orderBy('id')
      .limit(most)
      .execute()
    return rows.flatMap(({ id, text }): SealedText[] =>
      text === null
        ? []
        : [
            {
              at: id,
              text,
              aad: `webhook:${id}`,
              store: (tx, next) =>
                tx.query
                  .updateTable('outgoing_webhooks')
                  .set({ [column]: next })
                  .where('id', '=', id)
                  .where(column, '=', text)
                  .execute(),
            },
          ],
    )
  },
})

/** Addresses and secrets of outgoing webhooks. */
export const sealedWebhooks: readonly SealedPlace[] = [
  sealedWebhook('addresses of webhooks', 'url'),
  sealedWebhook('secrets of webhooks', 'secret'),
  sealedWebhook('old secrets of webhooks', 'old_secret'),
]
