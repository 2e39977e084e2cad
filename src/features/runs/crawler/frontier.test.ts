import { describe, expect, it } from 'vitest'
import { canonical, goesInCircles, looksLikePage, sameSite } from './addresses.ts'
import { Frontier } from './frontier.ts'

describe('addresses', () => {
  it.each([
    ['https://Shop.example:443/a#top', 'https://shop.example/a'],
    ['https://shop.example/a?b=2&a=1&utm_source=x&gclid=y', 'https://shop.example/a?a=1&b=2'],
    ['https://shop.example/a;jsessionid=123?sid=9', 'https://shop.example/a'],
    ['https://shop.example//a///b', 'https://shop.example/a/b'],
  ])('%s is %s', (text, same) => {
    expect(canonical(text)).toBe(same)
  })

  it.each([
    'mailto:a@b.example',
    'javascript:1',
    'https://me:secret@shop.example/',
    `https://shop.example/${'a'.repeat(3_000)}`,
    'nothing',
  ])('“%s” is no page to visit', (text) => {
    expect(canonical(text)).toBeNull()
  })

  it('knows a site with and without www and TLS, and no other port or host', () => {
    expect(sameSite('https://shop.example/', 'http://www.shop.example/x')).toBe(true)
    expect(sameSite('https://shop.example/', 'https://shop.example:8443/')).toBe(false)
    expect(sameSite('https://shop.example/', 'https://shop.example.evil.example/')).toBe(false)
  })

  it('leaves files and circles alone', () => {
    expect(looksLikePage('https://shop.example/list.PDF')).toBe(false)
    expect(looksLikePage('https://shop.example/v1.2/')).toBe(true)
    expect(goesInCircles('https://shop.example/a/b/a/b/a')).toBe(true)
    expect(goesInCircles('https://shop.example/a/b/a')).toBe(false)
  })
})

describe('Frontier', () => {
  const frontier = (more = {}) => new Frontier({ start: 'https://shop.example/', maxPages: 10, maxDepth: 2, ...more })

  it('hands out each page once, breadth first, as deep and as many as it may', () => {
    const pages = frontier({ maxPages: 4 })
    pages.take()
    for (const link of ['/a', '/b', '/a#x', '/a/', 'https://other.example/', '/c'])
      pages.add(new URL(link, 'https://shop.example/').href, 1)
    pages.add('https://shop.example/deep', 3)
    expect([pages.take(), pages.take(), pages.take(), pages.take()].map((one) => one?.url)).toEqual([
      'https://shop.example/a',
      'https://shop.example/b',
      'https://shop.example/c',
      undefined,
    ])
  })

  it('goes on where a worker before left off: what is done counts and is not done again', () => {
    const pages = frontier({ maxPages: 3 })
    pages.add('https://shop.example/a', 1)
    pages.add('https://shop.example/b', 1)
    pages.add('https://shop.example/c', 1)
    pages.skip(new Set(['https://shop.example/', 'https://shop.example/a']))
    expect(pages.take()?.url).toBe('https://shop.example/b')
    expect(pages.take()).toBeUndefined()
  })
})
