// What the compiler must refuse in a route's declaration. Never run: `npm run check` compiles it, and an expected error that does not come is one.
import { z } from 'zod'
import { anyone, inTeam, signedIn } from '#access/guard.ts'
import { minutes } from '#platform/clock.ts'
import { route } from '#platform/http/route.ts'

const refusals = { name_taken: { status: 409, message: 'This name is taken.' } } as const
const output = z.object({ name: z.string(), at: z.date() })
const now = new Date(0)

/** Nothing is wrong with this one; every other differs from it in one thing. */
export const right = route({
  method: 'POST',
  path: '/things/{thing}',
  summary: 'Make a thing',
  access: signedIn({ confirmedWithin: minutes(10) }),
  input: z.object({ name: z.string() }),
  output,
  refusals,
  audit: 'thing.made',
  auditRefused: ['name_taken'],
  async handle({ input, params, who, refuse }) {
    if (params.thing === who.user.id) refuse('name_taken', 'name')
    return { name: input.name, at: now }
  },
})

/** A read needs no audit. */
export const read = route({
  method: 'GET',
  path: '/a',
  summary: 'a',
  access: anyone('because'),
  output: z.void(),
  async handle() {},
})

// @ts-expect-error a route without access
export const withoutAccess = route({ method: 'GET', path: '/a', summary: 'a', output: z.void(), async handle() {} })

// @ts-expect-error a write without audit
export const withoutAudit = route({
  method: 'POST',
  path: '/a',
  summary: 'a',
  access: anyone('because'),
  output: z.void(),
  async handle() {},
})

export const withoutReason = route({
  method: 'POST',
  path: '/a',
  summary: 'a',
  access: anyone('because'),
  // @ts-expect-error a write whose audit is left out without a reason
  audit: {},
  output: z.void(),
  async handle() {},
})

export const unlistedRefusal = route({
  method: 'GET',
  path: '/a',
  summary: 'a',
  access: anyone('because'),
  output: z.void(),
  refusals,
  async handle({ refuse }) {
    // @ts-expect-error a refusal code outside the contract
    refuse('name_unknown')
  },
})

export const unlistedAudit = route({
  method: 'POST',
  path: '/a',
  summary: 'a',
  access: anyone('because'),
  audit: 'a.b',
  // @ts-expect-error an audited refusal outside the contract
  auditRefused: ['name_unknown'],
  output: z.void(),
  refusals,
  async handle() {},
})

export const wrongResult = route({
  method: 'GET',
  path: '/a',
  summary: 'a',
  access: anyone('because'),
  output,
  // @ts-expect-error a result that does not fit the output
  async handle() {
    return { name: 1, at: now }
  },
})

export const missingResult = route({
  method: 'GET',
  path: '/a',
  summary: 'a',
  access: anyone('because'),
  output,
  // @ts-expect-error a result that lacks a field
  async handle() {
    return { name: 'a' }
  },
})

export const unknownParameter = route({
  method: 'GET',
  path: '/things/{thing}',
  summary: 'a',
  access: signedIn(),
  output: z.void(),
  async handle({ params }) {
    // @ts-expect-error a path parameter that the path does not have
    params.team.length
  },
})

export const nobodySignedIn = route({
  method: 'GET',
  path: '/a',
  summary: 'a',
  access: anyone('because'),
  output: z.void(),
  async handle({ who }) {
    // @ts-expect-error a person, where nobody need be signed in
    who.user.id.length
  },
})

export const noTeam = route({
  method: 'GET',
  path: '/a',
  summary: 'a',
  access: signedIn(),
  output: z.void(),
  async handle({ who }) {
    // @ts-expect-error a team, where access asks for none
    who.team.id.length
  },
})

// @ts-expect-error a reason must be given
export const noReason = anyone()

// @ts-expect-error a permission nobody has
export const noPermission = inTeam('team.explode')
