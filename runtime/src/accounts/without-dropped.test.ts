import { defineAccount } from '@patchbay/shared/api'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { withoutDropped } from './without-dropped.ts'

const definition = defineAccount({
  id: 'desk',
  title: 'Desk',
  description: 'For tests.',
  icon: 'phone',
  properties: Type.Object(
    { account: Type.Optional(Type.String()), kinds: Type.Optional(Type.Array(Type.Enum(['Ticket', 'Case']))) },
    { additionalProperties: false },
  ),
  hashed: [],
  generated: [],
  capabilities: { create: true, test: false, webhook: false, status: false },
  addresses: [],
})

describe('properties of an account whose type has changed', () => {
  const stored = {
    properties: { account: 'a', region: 'eu', kinds: ['Ticket', 'Lead'], constructor: 'x' },
    secrets: { pin: { hash: 'h' } },
  }

  it('are left without the fields and choices that the type no longer has', () => {
    const given = { ...stored.properties, pin: { $secret: 'pin' } }
    expect(withoutDropped(definition, given, stored)).toEqual({ account: 'a', kinds: ['Ticket'] })
  })

  it('keep choices that the type only spells in another letter case', () => {
    const lower = { properties: { kinds: ['ticket', 'LEAD'] }, secrets: {} }
    expect(withoutDropped(definition, lower.properties, lower)).toEqual({ kinds: ['Ticket'] })
  })

  it('keep what was never stored, so that it is refused as before', () => {
    const given = { account: 'b', regoin: 'eu', toString: 'x', kinds: ['Ticket', 'Other', 'Lead'] }
    expect(withoutDropped(definition, given, stored)).toEqual({ ...given, kinds: ['Ticket', 'Other'] })
    expect(withoutDropped(definition, { kinds: 'Lead' }, stored)).toEqual({ kinds: 'Lead' })
  })
})
