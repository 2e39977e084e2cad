import { type SealedPlace, sealedWith } from '#platform/crypto/reseal.ts'

/** The secrets of authenticator apps. */
export const sealedAuthenticators: SealedPlace = {
  what: 'secrets of authenticator apps',
  async stale(on, keyId, after, most) {
    const rows = await on.query
      .selectFrom('authenticators')
      .select(['id', 'user_id', 'secret'])
      .where('id', '>', after)
      .where('secret', 'not like', sealedWith(keyId))
      .orderBy('id')
      .limit(most)
      .execute()
    return rows.map(({ id, user_id, secret }) => ({
      at: id,
      text: secret,
      aad: user_id,
      store: (tx, next) =>
        tx.query
          .updateTable('authenticators')
          .set({ secret: next })
          .where('id', '=', id)
          .where('secret', '=', secret)
          .execute(),
    }))
  },
}
