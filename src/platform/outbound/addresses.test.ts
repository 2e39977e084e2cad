import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressPolicy } from './addresses.ts'

const strict = addressPolicy({ allowPrivate: false, allowedAddresses: [] })
const open = addressPolicy({ allowPrivate: true, allowedAddresses: [] })

const publicOnes = ['1.1.1.1', '93.184.216.34', '172.15.255.255', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::8a']
const ownNetwork = [
  '127.0.0.1',
  '127.255.255.254',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '::1',
  'fd12::1',
]
const neverOpen = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '169.254.0.1',
  '224.0.0.1',
  '239.1.1.1',
  '240.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '192.88.99.1',
  '192.0.0.192',
  '168.63.129.16',
  '100.100.100.200',
  '::',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:1.1.1.1',
  '::ffff:0:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::101:101',
  '64:ff9b:1::1',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  '100::1',
  '3fff::1',
  '2606:4700::5efe:7f00:1',
  '2606:4700::200:5efe:7f00:1',
  '4000::1',
  '5f00::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fe80::1%lo',
  '::1%lo',
  '0x7f.1',
  '127.1',
  '2130706433',
  '0177.0.0.1',
  '127.0.0.1.',
  '',
  'localhost',
]

describe('addressPolicy', () => {
  it.each(publicOnes)('permits the public address %s', (address) => {
    expect(strict(address)).toBe(address)
  })

  it.each(ownNetwork)('permits %s only when private addresses are allowed', (address) => {
    expect(strict(address)).toBeUndefined()
    expect(open(address)).toBe(address)
  })

  it.each(neverOpen)('V119: refuses “%s” even when private addresses are allowed', (address) => {
    expect(strict(address)).toBeUndefined()
    expect(open(address)).toBeUndefined()
  })

  it('V119: no IPv4 address can be reached by wrapping it into IPv6', () => {
    const wrap = [
      (hex: string) => `::${hex}`,
      (hex: string) => `::ffff:${hex}`,
      (hex: string) => `::ffff:0:${hex}`,
      (hex: string) => `64:ff9b::${hex}`,
      (hex: string) => `64:ff9b:1::${hex}`,
      (hex: string) => `2002:${hex}::`,
      (hex: string) => `2001::${hex}`,
      (hex: string) => `2a00::5efe:${hex}`,
    ]
    const group = fc.integer({ min: 0x100, max: 0xffff }).map((part) => part.toString(16))
    fc.assert(
      fc.property(group, group, fc.constantFrom(...wrap), (high, low, spelled) => {
        expect(open(spelled(`${high}:${low}`))).toBeUndefined()
      }),
    )
  })

  it('opens what the operator lists, and nothing beside it', () => {
    const listed = addressPolicy({ allowPrivate: false, allowedAddresses: ['10.1.0.0/16', '192.168.7.7', 'fd12::/32'] })
    expect(['10.1.255.1', '192.168.7.7', 'fd12::5'].map(listed)).toEqual(['10.1.255.1', '192.168.7.7', 'fd12::5'])
    expect(['10.2.0.1', '192.168.7.8', 'fd13::5', '::ffff:10.1.0.1', '127.0.0.1'].filter(listed)).toEqual([])
  })

  it('opens cloud metadata only by its own address, never by a wide range', () => {
    const wide = addressPolicy({ allowPrivate: false, allowedAddresses: ['0.0.0.0/0', '::/0'] })
    expect(['168.63.129.16', '100.100.100.200', 'fd00:ec2::254'].filter(wide)).toEqual([])
    const exact = addressPolicy({ allowPrivate: false, allowedAddresses: ['168.63.129.16'] })
    expect(exact('168.63.129.16')).toBe('168.63.129.16')
  })

  it.each(['10.0.0.0/33', 'fd00::/129', '10.0.0/8', 'example.com', '', '10.0.0.0/', '10.0.0.0/x', '0x7f.1'])(
    'does not start with the malformed entry “%s”',
    (entry) => {
      expect(() => addressPolicy({ allowPrivate: false, allowedAddresses: [entry] })).toThrow('not an address')
    },
  )
})
