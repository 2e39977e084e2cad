import { sql } from 'kysely'
import { type SealedPlace, sealedWith } from '#platform/crypto/reseal.ts'

/** The private keys that sign checkpoints. */
export const sealedSigningKeys: SealedPlace = {
  what: 'signing keys of the audit log',
  async stale(on, keyId, after, most) {
    const rows = await on.query
      .selectFrom('audit_keys')
      .select(['id', 'private_key'])
      .where('id', '>', after)
      .where('private_key', 'not like', sealedWith(keyId))
      .orderBy('id')
      .limit(most)
      .execute()
    return rows.map(({ id, private_key }) => ({
      at: id,
      text: private_key,
      aad: id,
      store: (tx, next) =>
        tx.query
          .updateTable('audit_keys')
          .set({ private_key: next })
          .where('id', '=', id)
          .where('private_key', '=', private_key)
          .execute(),
    }))
  },
}

/** What streams of the log sign with. */
export const sealedStreams: SealedPlace = {
  what: 'secrets of audit streams',
  async stale(on, keyId, after, most) {
    const { rows } = await sql<{ id: string; secret: string }>`SELECT id, secret FROM audit_streams
      WHERE id > ${after} AND secret NOT LIKE ${sealedWith(keyId)} ORDER BY id LIMIT ${most}`.execute(on.query)
    return rows.map(({ id, secret }) => ({
      at: id,
      text: secret,
      aad: id,
      store: (tx, next) =>
        sql`UPDATE audit_streams SET secret = ${next} WHERE id = ${id} AND secret = ${secret}`.execute(tx.query),
    }))
  },
}
