import { renderToStaticMarkup } from 'react-dom/server'
import type { LetterContent } from './content.ts'
import { LetterPage } from './letter-page.tsx'
import { letterText } from './letter-text.ts'

/** A letter written out, as it is sent. */
export interface RenderedLetter {
  html: string
  text: string
}

// A doctype that Outlook knows; without one mail programs guess how to lay tables out.
const doctype =
  '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">'

/** Writes a letter out as HTML and as text. Loads React; import it lazily. */
export function renderLetter(content: LetterContent, publicUrl: string): RenderedLetter {
  return {
    html: doctype + renderToStaticMarkup(<LetterPage {...content} publicUrl={publicUrl} />),
    text: letterText(content, publicUrl),
  }
}
