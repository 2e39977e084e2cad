import { named, type Sentence } from './sentence.ts'

const people = (list: unknown): string =>
  Array.isArray(list) ? (list.length === 1 ? String(list[0]?.email) : `${list.length} people`) : 'people'
const fromTo = (change: { from: unknown; to: unknown } | undefined): string =>
  change ? ` from ${change.from} to ${change.to}` : ''

/** What happens in a team, as whoever did it reads it. */
export const teamSentences: Record<string, Sentence> = {
  'team.created': { did: (facts) => `You created the team${named(facts)}` },
  'team.renamed': { did: 'You renamed the team' },
  'team.deleted': { did: (facts) => `You deleted the team${named(facts)}` },
  'team.policy_changed': { did: 'You changed the rules of the team' },
  'team.invited': { did: ({ invited }) => `You invited ${people(invited)}`, tried: 'Inviting people was refused' },
  'team.invitation_resent': { did: ({ email }) => `You sent the invitation of ${email ?? 'somebody'} again` },
  'team.invitations_resent': { did: ({ sent }) => `You sent invitations again, to ${people(sent)}` },
  'team.invitation_revoked': { did: ({ email }) => `You revoked the invitation of ${email ?? 'somebody'}` },
  'team.invitation_accepted': { did: 'You accepted an invitation to the team' },
  'team.invitation_declined': { did: ({ email }) => `${email ?? 'Somebody'} declined an invitation` },
  'team.invitation_asked_again': { did: ({ email }) => `${email ?? 'Somebody'} asked for a new invitation` },
  'team.invitation_mailed': { did: ({ email }) => `${email ?? 'Somebody'} had the link of their invitation sent` },
  'team.role_changed': {
    did: ({ name, changes }) => `You changed the role of ${name ?? 'a member'}${fromTo(changes?.role)}`,
    tried: 'Changing a role was refused',
  },
  'team.member_removed': {
    did: ({ name }) => `You removed ${name ?? 'a member'} from the team`,
    tried: 'Removing a member was refused',
  },
  'team.member_left': { did: 'You left the team', tried: 'Leaving the team was refused' },
  'team.member_restored': {
    did: ({ name }) => `You took ${name ?? 'a member'} back into the team`,
    tried: 'Taking a member back was refused',
  },
  'team.ownership_offered': { did: ({ name }) => `You offered ownership of the team to ${name ?? 'a member'}` },
  'team.ownership_offer_cancelled': {
    did: ({ name }) => `You took the offer of ownership to ${name ?? 'a member'} back`,
  },
  'team.ownership_accepted': { did: 'You accepted ownership of the team' },
  'team.ownership_declined': { did: 'You declined ownership of the team' },
}
