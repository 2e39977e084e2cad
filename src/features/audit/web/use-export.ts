import { useRef, useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { download } from '#web/request.ts'
import { placeAfter } from './export-place.ts'
import type { Filters } from './filters.ts'

type Format = 'csv' | 'ndjson'

interface State {
  phase: 'idle' | 'running' | 'done' | 'broken'
  format: Format
  entries: number
  says: string
}

/** An export under way: counts what arrives, keeps it when the connection breaks, goes on after the last complete entry, and saves the file at the end. */
export function useExport(team: string, query: Filters) {
  const [state, setState] = useState<State>({ phase: 'idle', format: 'csv', entries: 0, says: '' })
  const kept = useRef<{ format: Format; query: Filters; text: string[]; entries: number; after: string | undefined }>(
    null,
  )
  const stopping = useRef<AbortController>(null)

  async function run(): Promise<void> {
    const part = kept.current
    if (!part) return
    const show = (phase: State['phase'], says = '') =>
      setState({ phase, format: part.format, entries: part.entries, says })
    show('running')
    stopping.current = new AbortController()
    try {
      const answer = await download(`/teams/{team}/audit/export.${part.format}`, {
        params: { team },
        query: { ...part.query, after: part.after },
        signal: stopping.current.signal,
      })
      let rest = ''
      for await (const text of textOf(answer)) {
        rest += text
        // Only whole lines are kept: what breaks off in the middle of one is asked for again.
        const end = rest.lastIndexOf('\n') + 1
        const lines = rest.slice(0, end)
        rest = rest.slice(end)
        part.text.push(lines)
        const seen = placeAfter(lines, part.format)
        part.entries += seen.entries
        part.after = seen.after ?? part.after
        show('running')
      }
      save(new Blob(part.text, { type: answer.headers.get('content-type') ?? '' }), part.format)
      show('done')
    } catch (fault) {
      show('broken', fault instanceof ApiRefusal ? fault.message : 'The export broke off.')
    }
  }
  return {
    state,
    start: (format: Format) => {
      kept.current = { format, query, text: [], entries: 0, after: undefined }
      return run()
    },
    resume: run,
    stop: () => stopping.current?.abort(),
  }
}

async function* textOf(answer: Response): AsyncGenerator<string> {
  const reader = answer.body?.getReader()
  const decoder = new TextDecoder()
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
    yield decoder.decode(next.value, { stream: true })
}

function save(file: Blob, format: Format): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = `aegisrunner-audit.${format}`
  link.click()
  URL.revokeObjectURL(link.href)
}
