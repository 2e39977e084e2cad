import ipaddr from 'ipaddr.js'

/** A range of addresses as it is kept: `203.0.113.0/24`, `2001:db8::/32`. Null when the text is no address or range, in its plain spelling. */
export function addressRange(text: string): string | null {
  const [address = '', length, ...more] = text.split('/')
  if (more.length > 0 || !isPlain(address)) return null
  const bits = address.includes(':') ? 128 : 32
  if (length !== undefined && !/^(0|[1-9]\d{0,2})$/.test(length)) return null
  const prefix = length === undefined ? bits : Number(length)
  if (prefix > bits) return null
  return spell(address, prefix)
}

// Only dotted decimals count as IPv4: other spellings of a number (octal, hexadecimal, short) mean another address elsewhere.
const isPlain = (text: string): boolean =>
  text.includes(':') ? ipaddr.IPv6.isValid(text) && !text.includes('%') : ipaddr.IPv4.isValidFourPartDecimal(text)

function spell(address: string, prefix: number): string | null {
  const parsed = ipaddr.parse(address)
  if (parsed.kind() === 'ipv4') return `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${prefix}`)}/${prefix}`
  const six = parsed as ipaddr.IPv6
  if (!six.isIPv4MappedAddress()) return `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/${prefix}`)}/${prefix}`
  return prefix < 96 ? null : spell(six.toIPv4Address().toString(), prefix - 96)
}

/** Makes the question whether an address lies in one of these ranges; no ranges mean every address. */
export function addressRule(ranges: readonly string[]): (ip: string) => boolean {
  if (ranges.length === 0) return () => true
  const parsed = ranges.map((range) => ipaddr.parseCIDR(range))
  return (ip) => {
    if (!ipaddr.isValid(ip)) return false
    const address = ipaddr.process(ip)
    return parsed.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits))
  }
}
