/** The addresses in a pasted text: parted by lines, commas, semicolons or spaces; “Ada <ada@example.com>” is read as the address. */
export function addressesIn(text: string): string[] {
  return text
    .split(/[\n,;]+/)
    .flatMap((part) => {
      const angled = /<([^<>]+)>\s*$/.exec(part)
      return angled ? [angled[1] ?? ''] : part.split(/\s+/)
    })
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
