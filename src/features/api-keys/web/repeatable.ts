/** A random name for one request, also where the page is not served over HTTPS. */
const randomName = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * Names attempts for `Idempotency-Key`: the same content keeps its name, so that a secret whose answer was lost on the way is answered again
 * instead of made twice; other content gets a new one.
 */
export function repeatableKey(): (content: string) => string {
  const names = new Map<string, string>()
  return (content) => {
    const name = names.get(content) ?? randomName()
    names.set(content, name)
    return name
  }
}
