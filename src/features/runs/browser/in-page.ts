// Programs that run inside the visited page. They are text, because they are not ours to run: server code knows no DOM.

/** Before any script of the page: what could speak past the proxy, or open windows without end, is not there. */
export const noWayAround = `(() => {
  for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection', 'RTCDataChannel', 'WebTransport']) {
    try { delete globalThis[name] } catch {}
  }
  globalThis.print = () => undefined
})()`

/** What stands in the page: title, headings, meta, links, forms. Everything is cut to a length, whatever the page holds. */
export const readPage = `(() => {
  const clean = (text, most = 300) => String(text ?? '').replace(/\\s+/g, ' ').trim().slice(0, most)
  const content = (selector) => { const found = document.querySelector(selector); return found ? clean(found.getAttribute('content') ?? found.getAttribute('href'), 500) : null }
  const labelOf = (field) => clean(field.labels?.[0]?.textContent ?? field.getAttribute('aria-label') ?? field.placeholder ?? '', 120)
  const fieldsOf = (form) => [...form.elements]
    .filter((field) => ['INPUT', 'SELECT', 'TEXTAREA'].includes(field.tagName) && field.type !== 'hidden')
    .slice(0, 60)
    .map((field) => ({ name: clean(field.name || field.id, 120), type: clean(field.type, 40), label: labelOf(field), required: field.required === true }))
  const links = new Map()
  const more = new Set()
  for (const anchor of document.querySelectorAll('a[href], area[href]')) {
    const href = typeof anchor.href === 'string' ? anchor.href : ''
    if (!/^https?:/.test(href) || href.length > 2000 || links.has(href)) continue
    if (links.size >= 500) more.add(href)
    else links.set(href, clean(anchor.textContent || anchor.getAttribute('aria-label'), 120))
  }
  return {
    title: clean(document.title),
    language: clean(document.documentElement.lang, 40),
    headings: [...document.querySelectorAll('h1, h2, h3')].slice(0, 60).map((heading) => ({ level: Number(heading.tagName[1]), text: clean(heading.textContent) })),
    meta: {
      description: content('meta[name=description]'),
      canonical: content('link[rel=canonical]'),
      robots: content('meta[name=robots]'),
      viewport: content('meta[name=viewport]'),
      ogTitle: content('meta[property="og:title"]'),
      ogImage: content('meta[property="og:image"]'),
    },
    links: [...links].map(([href, text]) => ({ href, text })),
    moreLinks: more.size,
    forms: [...document.forms].slice(0, 20).map((form) => ({
      name: clean(form.getAttribute('name') || form.id || form.getAttribute('aria-label'), 120),
      action: clean(form.action, 500),
      method: clean(form.method, 10),
      fields: fieldsOf(form),
    })),
  }
})()`

/** How fast it was: the browser's own figures, in milliseconds. The observers hand over what they saw before they were there. */
export const readTimings = `(async () => {
  const seen = (type) => new Promise((resolve) => {
    const entries = []
    try {
      const observer = new PerformanceObserver((list) => { entries.push(...list.getEntries()) })
      observer.observe({ type, buffered: true })
      setTimeout(() => { entries.push(...observer.takeRecords()); observer.disconnect(); resolve(entries) }, 60)
    } catch { resolve(entries) }
  })
  const [largest, shifts] = await Promise.all([seen('largest-contentful-paint'), seen('layout-shift')])
  const [navigation] = performance.getEntriesByType('navigation')
  const paint = performance.getEntriesByName('first-contentful-paint')[0]
  const whole = (number) => Number.isFinite(number) ? Math.max(0, Math.round(number)) : null
  return {
    ttfb: navigation ? whole(navigation.responseStart) : null,
    fcp: paint ? whole(paint.startTime) : null,
    lcp: largest.length > 0 ? whole(largest[largest.length - 1].startTime) : null,
    cls: Math.round(shifts.filter((shift) => !shift.hadRecentInput).reduce((sum, shift) => sum + shift.value, 0) * 1000) / 1000,
    load: navigation ? whole(navigation.loadEventEnd || navigation.domContentLoadedEventEnd) : null,
  }
})()`

/** Runs axe, which must have been loaded into the page; answers its findings in short. */
export const runAxe = `axe.run(document, { resultTypes: ['violations'], elementRef: false }).then(({ violations }) =>
  violations.map(({ id, impact, help, helpUrl, nodes }) => ({
    id, impact: impact ?? 'minor', help, helpUrl, count: nodes.length,
    targets: nodes.slice(0, 5).map(({ target }) => String(target).slice(0, 200)),
  })))`
