import type { ExportedFile } from '#access/departure.ts'
import { formatInZone } from '#platform/zones.ts'

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

/** The page that opens the archive: what each file holds, in words. Plain HTML without a script: it is opened from a folder. */
export const exportIndex = (
  files: readonly Pick<ExportedFile, 'name' | 'says' | 'content'>[],
  { name, timezone, now }: { name: string; timezone: string; now: Date },
): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:">
<title>Your AegisRunner data</title>
<style>
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 3rem auto; padding: 0 1.25rem; font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 0.5rem; }
p { margin: 0 0 1rem; }
dl { margin: 2rem 0; }
dt { font-weight: 600; margin-top: 1.1rem; }
dd { margin: 0.1rem 0 0; }
small { opacity: 0.75; }
</style>
</head>
<body>
<main>
<h1>Your AegisRunner data</h1>
<p>Everything that is held about ${escaped(name)}, as it was on ${escaped(formatInZone(now, timezone, 'dateTimeZone'))}.</p>
<dl>
${files.map((file) => entry(file)).join('\n')}
</dl>
<p><small>Files that end in .json hold data for programs; any text editor shows them. Passwords, keys and other secrets are in none of them: of those only unreadable digests are kept.</small></p>
</main>
</body>
</html>
`

const entry = ({ name, says, content }: Pick<ExportedFile, 'name' | 'says' | 'content'>): string =>
  `<dt><a href="${encodeURI(name)}">${escaped(name)}</a></dt>\n<dd>${escaped(says)}${counted(content)}</dd>`

const counted = (content: unknown): string =>
  Array.isArray(content) ? ` <small>${content.length === 1 ? '1 entry' : `${content.length} entries`}</small>` : ''
