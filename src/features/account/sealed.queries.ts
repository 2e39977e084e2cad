import { sql } from 'kysely'
import { type SealedPlace, sealedWith } from '#platform/crypto/reseal.ts'

/** The pieces of people's archives. */
export const sealedExports: SealedPlace = {
  what: 'archives of people’s data',
  async stale(on, keyId, after, most) {
    const { rows } = await sql<{ export_id: string; piece: number; sealed: string; at: string }>`
      SELECT export_id, piece, sealed, export_id || to_char(piece, 'FM000000') AS at FROM account_export_pieces
      WHERE export_id || to_char(piece, 'FM000000') > ${after} COLLATE "C" AND sealed NOT LIKE ${sealedWith(keyId)}
      ORDER BY export_id, piece LIMIT ${Math.min(most, 10)}`.execute(on.query)
    return rows.map(({ export_id, piece, sealed, at }) => ({
      at,
      text: sealed,
      aad: `${export_id}:${piece}`,
      store: (tx, next) =>
        tx.query
          .updateTable('account_export_pieces')
          .set({ sealed: next })
          .where('export_id', '=', export_id)
          .where('piece', '=', piece)
          .execute(),
    }))
  },
}
