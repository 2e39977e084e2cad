import type { Page } from 'playwright-core'

/** Presses Tab until the focused element answers to this name; fails after more than a whole round of the longest page. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < 200; presses++) {
    const label = await page.evaluate(() => {
      const at = document.activeElement as HTMLInputElement | null
      if (!at || at === document.body) return ''
      const named = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent
      // A panel that takes the focus holds the words of everything in it, and answers to none of them.
      return named ?? (at.matches('div, main, section, fieldset, form') ? at.id : at.textContent) ?? ''
    })
    if (name.test(label)) return
    passed.push(label.slice(0, 30))
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${name}; it passed ${passed.join(' | ')}`)
}
