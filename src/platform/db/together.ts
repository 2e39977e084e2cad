/** PostgreSQL's answer to whatever follows a statement that failed in the same transaction. */
const abortedBefore = '25P02'

/**
 * Statements of one transaction that do not need each other's answers: they go out together, one way there and back for all (decisions/0022).
 * Ends when all have ended, so that none outlives the transaction; throws the fault that the others failed of.
 */
export async function together<const T extends readonly Promise<unknown>[]>(
  statements: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const ended = await Promise.allSettled(statements)
  const faults = ended.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  if (faults.length > 0) throw faults.find(({ code }) => code !== abortedBefore) ?? faults[0]
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>
  }
}
