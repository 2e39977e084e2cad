import { useState } from 'react'
import { ApiRefusal } from '#web/api-refusal.ts'
import { api } from '#web/client.ts'
import { announce } from '#web/kit/announce.tsx'
import { Button } from '#web/kit/button.tsx'
import { smallButton } from '#web/kit/item-list.tsx'
import { type Member, refreshTeam } from './members-query.ts'

interface InvitationActionsProps {
  team: string
  of: Member
  onNote(says: string): void
}

/** Send again, copy the link, revoke. */
export function InvitationActions({ team, of: { id, name }, onNote }: InvitationActionsProps) {
  const [busy, setBusy] = useState('')
  const params = { team, id }
  const run = async (what: string, act: () => Promise<string>) => {
    setBusy(what)
    try {
      const says = await act()
      await refreshTeam()
      onNote(says)
      announce(says)
    } catch (refusal) {
      if (!(refusal instanceof ApiRefusal)) throw refusal
      onNote(refusal.message)
    } finally {
      setBusy('')
    }
  }
  const resend = async () => {
    await api.post('/teams/{team}/invitations/{id}/letter', { params })
    return `A new link is on its way to ${name}. The one before no longer works.`
  }
  const copy = async () => {
    await navigator.clipboard.writeText(`${location.origin}/invitation?id=${id}`)
    return `The link for ${name} was copied. It opens only for somebody who holds that mailbox.`
  }
  const revoke = async () => {
    await api.delete('/teams/{team}/invitations/{id}', { params })
    return `The invitation of ${name} was revoked. Its link is dead, and the seat is free.`
  }
  const button = (label: string, about: string, act: () => Promise<string>) => (
    <Button
      look="quiet"
      className={smallButton}
      busy={busy === label}
      aria-label={about}
      onClick={() => void run(label, act)}
    >
      {label}
    </Button>
  )
  return (
    <>
      {button('Send again', `Send again to ${name}`, resend)}
      {button('Copy link', `Copy link for ${name}`, copy)}
      {button('Revoke', `Revoke the invitation of ${name}`, revoke)}
    </>
  )
}
