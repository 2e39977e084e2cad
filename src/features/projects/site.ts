/** The name of a site: its host without “www.”. */
const siteOf = (url: string): string => new URL(url).hostname.replace(/^www\./, '')

/** Whether an address lies on the site of a project, whatever its port, its scheme or a “www.” before it. */
export const isOnSite = (baseUrl: string, url: string): boolean => URL.canParse(url) && siteOf(baseUrl) === siteOf(url)
