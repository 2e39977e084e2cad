/**
 * The address may not be reached, or its name means nothing to us. One class and one sentence for every reason, so
 * that the answer does not tell which names and addresses exist on the operator's network (CWE-209).
 */
export class OutboundRefused extends Error {
  override readonly name = 'OutboundRefused'
  constructor() {
    super('This address cannot be used.')
  }
}

/**
 * A permitted address did not answer within the limits: no connection, bad certificate, too slow, too large. Again one
 * sentence for all.
 */
export class OutboundFailed extends Error {
  override readonly name = 'OutboundFailed'
  constructor() {
    super('The address did not answer as expected.')
  }
}
