import { describe, expect, it } from 'vitest'
import { seconds } from '../clock.ts'
import { OutboundRefused } from './errors.ts'
import { createOutbound, type OutboundRules } from './outbound.ts'

const limits = { timeout: seconds(10), maxBytes: 1000 }
const closed: OutboundRules = { allowPrivate: false, allowHttp: true, allowedAddresses: [] }

describe('outbound.check', () => {
  it('gives host, port and checked addresses', async () => {
    const outbound = createOutbound({ ...closed, resolver: async () => ['93.184.216.34', '2606:4700:0:0::1111'] })
    const named = await outbound.check('https://Example.test:8443/a?b#c')
    expect([named.url.href, named.hostname, named.port]).toEqual([
      'https://example.test:8443/a?b',
      'example.test',
      8443,
    ])
    expect(named.addresses).toEqual(['93.184.216.34', '2606:4700::1111'])
    expect(await outbound.check('https://[2606:4700::1111]/')).toMatchObject({ hostname: '2606:4700::1111', port: 443 })
    expect(await outbound.check('http://1.1.1.1/')).toMatchObject({ addresses: ['1.1.1.1'], port: 80 })
  })

  it('V121: check and fetch refuse the same URLs', async () => {
    const outbound = createOutbound({ ...closed, allowHttp: false, resolver: async () => ['10.0.0.1'] })
    for (const url of refusedUrls) {
      await expect(outbound.check(url), url).rejects.toThrow(OutboundRefused)
      await expect(outbound.fetch(url, limits), url).rejects.toThrow(OutboundRefused)
    }
  })

  it('V122: a host list means the exact host, not how the text begins', async () => {
    const outbound = createOutbound({ ...closed, resolver: async () => ['93.184.216.34'] })
    const onlyHosts = ['hooks.slack.com']
    await expect(outbound.check('https://HOOKS.slack.com/services/T0', { onlyHosts })).resolves.toBeDefined()
    for (const url of slackLookalikes) {
      await expect(outbound.check(url, { onlyHosts }), url).rejects.toThrow(OutboundRefused)
      await expect(outbound.fetch(url, { ...limits, onlyHosts }), url).rejects.toThrow(OutboundRefused)
    }
  })

  it('V124: refusals are the same whatever was found', async () => {
    const names: Record<string, string[]> = {
      'private.test': ['10.0.0.1'],
      'meta.test': ['169.254.169.254'],
      'empty.test': [],
    }
    const resolver = async (hostname: string) => {
      const found = names[hostname]
      if (!found) throw new Error(`getaddrinfo ENOTFOUND ${hostname}`)
      return found
    }
    const outbound = createOutbound({ ...closed, resolver })
    const urls = [
      'http://private.test/',
      'http://meta.test/',
      'http://empty.test/',
      'http://unknown.test/',
      'http://[::1]/',
      'x',
    ]
    const faults = await Promise.all(urls.map((url) => outbound.check(url).catch((thrown: unknown) => thrown)))
    expect(faults).toStrictEqual(urls.map(() => new OutboundRefused()))
    expect(faults.map((fault) => Object.keys(fault as object))).toEqual(urls.map(() => ['name']))
  })

  it('V124: a private name is not refused faster than unknown names usually are', async () => {
    const order: string[] = []
    const outbound = createOutbound({ ...closed, resolver: async () => ['10.0.0.1'] })
    const refused = outbound.check('http://private.test/').catch(() => order.push('refused'))
    const unknown = new Promise<void>((done) => setTimeout(done, 100)).then(() => order.push('unknown name'))
    await Promise.all([refused, unknown])
    expect(order).toEqual(['unknown name', 'refused'])
  })

  it('V125: private targets are refused unless somebody allows them', async () => {
    const url = 'http://10.1.2.3/'
    await expect(createOutbound(closed).check(url)).rejects.toThrow(OutboundRefused)
    await expect(createOutbound({ ...closed, allowPrivate: true }).check(url)).resolves.toMatchObject({ port: 80 })
    await expect(createOutbound({ ...closed, allowedAddresses: ['10.1.0.0/16'] }).check(url)).resolves.toBeDefined()
  })
})

const refusedUrls = [
  'http://example.test/',
  'ftp://example.test/',
  'file:///etc/passwd',
  'data:text/plain,hi',
  'javascript:1',
  'gopher://1.1.1.1/',
  'https://user@1.1.1.1/',
  'https://user:pass@1.1.1.1/',
  'https://:pass@1.1.1.1/',
  'https://',
  'https://1.1.1.1:99999/',
  '//1.1.1.1/',
  '/relative',
  '',
  `https://1.1.1.1/${'a'.repeat(3000)}`,
  'https://example.test/',
]

const slackLookalikes = [
  'https://hooks.slack.com.evil.test/services',
  'https://hooks.slack.com@evil.test/',
  'https://evil.test/hooks.slack.com',
  'https://evil.test#hooks.slack.com',
  'https://evil.test?hooks.slack.com',
  'https://hooks.slack.com%2eevil.test/',
  'https://xhooks.slack.com/',
  'https://slack.com/',
  'https://evil.test\\@hooks.slack.com/',
  'https://hooks.slack.com./',
]
