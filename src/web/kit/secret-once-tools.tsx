import { useEffect, useState } from 'react'
import { createPortal, flushSync } from 'react-dom'
import { seconds } from '#platform/clock.ts'
import { announce } from './announce.tsx'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import css from './secret-once.module.css'

interface CopyButtonProps {
  text: string
  /** Says what is copied. Default “Copy”. */
  label?: string
  /** The element that shows the text: marked when the browser does not allow copying. */
  shownIn: string
}

/** Copies a text, says so for two seconds and reads it out. Where copying is not allowed, the shown text is marked instead. */
export function CopyButton({ text, label = 'Copy', shownIn }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), seconds(2))
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      announce('Copied')
    } catch {
      mark(shownIn)
      announce('This browser does not allow copying here. The text is marked: press Ctrl or Command and C.')
    }
  }
  return (
    <Button onClick={() => void copy()} className={copied ? css.copied : ''}>
      {copied && <Icon name="check" size={16} />}
      {copied ? 'Copied' : label}
    </Button>
  )
}

function mark(id: string): void {
  const element = document.getElementById(id)
  if (element) getSelection()?.selectAllChildren(element)
}

/** Saves a text as a file on this device. */
export function DownloadButton({
  text,
  fileName,
  label = 'Download',
}: {
  text: string
  fileName: string
  label?: string
}) {
  const download = () => {
    const link = document.createElement('a')
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
    link.href = url
    link.download = fileName
    link.click()
    // The browser has taken the file over by then.
    setTimeout(() => URL.revokeObjectURL(url), seconds(30))
    announce(`${fileName} is being downloaded.`)
  }
  return <Button onClick={download}>{label}</Button>
}

/** Prints a text and nothing else of the page. */
export function PrintButton({ text, label = 'Print' }: { text: string; label?: string }) {
  const [printing, setPrinting] = useState(false)
  const startPrinting = () => {
    flushSync(() => setPrinting(true))
    print()
    setPrinting(false)
  }
  return (
    <>
      <Button onClick={startPrinting}>{label}</Button>
      {printing && createPortal(<pre className={css.sheet}>{text}</pre>, document.body)}
    </>
  )
}
