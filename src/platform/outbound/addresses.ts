import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Range = readonly [Address, number]

/** Takes an IP address; gives the spelling to connect to, or undefined when it may not be reached. */
export type AddressPolicy = (address: string) => string | undefined

/** Ranges that `allowPrivate` opens. Link-local, multicast, reserved and every tunnel or mapped form stay closed. */
const ownNetwork = new Set(['loopback', 'private', 'carrierGradeNat', 'uniqueLocal'])

/**
 * Cloud metadata and host agents outside link-local (link-local is closed anyway): Alibaba, Azure, Oracle, AWS, Google.
 * They hand out credentials, so neither `allowPrivate` nor a wide range opens them, only their own address in the list.
 */
const metadata = ['100.100.100.200/32', '168.63.129.16/32', '192.0.0.192/32', 'fd00:ec2::/32', 'fd20:ce::/32'].map(
  parseRange,
)

const globalUnicast = parseRange('2000::/3')

/**
 * Which addresses may be reached: public ones, one's own network if `allowPrivate`, and what the operator lists.
 * Throws on a malformed list.
 */
export function addressPolicy(rules: { allowPrivate: boolean; allowedAddresses: readonly string[] }): AddressPolicy {
  const listed = rules.allowedAddresses.map(parseRange)

  return (text) => {
    if (isIP(text) === 0 || text.includes('%')) return undefined
    const address = ipaddr.parse(text)
    return allows(address) ? address.toString() : undefined
  }

  function allows(address: Address): boolean {
    if (metadata.some((range) => contains(range, address)))
      return listed.some((range) => isWhole(range) && contains(range, address))
    if (listed.some((range) => contains(range, address))) return true
    if (rules.allowPrivate && ownNetwork.has(address.range())) return true
    return isPublic(address)
  }
}

// An allow-list: what the library does not know as special, and for IPv6 only the part IANA has given out. That also
// closes `::7f00:1` (IPv4-compatible) and ISATAP, which the library counts as unicast.
function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false
  return address.kind() === 'ipv4' || (contains(globalUnicast, address) && !isIsatap(address as ipaddr.IPv6))
}

const isIsatap = (address: ipaddr.IPv6): boolean =>
  address.parts[5] === 0x5efe && ((address.parts[4] ?? 0) & 0xfdff) === 0

const isWhole = ([address, bits]: Range): boolean => bits === (address.kind() === 'ipv4' ? 32 : 128)

function contains([network, bits]: Range, address: Address): boolean {
  if (network.kind() === 'ipv4')
    return address.kind() === 'ipv4' && (address as ipaddr.IPv4).match(network as ipaddr.IPv4, bits)
  return address.kind() === 'ipv6' && (address as ipaddr.IPv6).match(network as ipaddr.IPv6, bits)
}

function parseRange(text: string): Range {
  const [address = '', bits] = text.trim().split('/')
  const size = isIP(address) === 4 ? 32 : 128
  const length = bits === undefined ? size : /^\d{1,3}$/.test(bits) ? Number(bits) : size + 1
  if (isIP(address) === 0 || length > size) throw new Error(`“${text}” is not an address or an address range (CIDR)`)
  return [ipaddr.parse(address), length]
}
