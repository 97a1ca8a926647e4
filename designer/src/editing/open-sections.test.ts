import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { sectionOf } from './open-sections.ts'

const definition = defineNode({
  id: 'test-call',
  typeVersion: 1,
  kind: 'action',
  category: 'data',
  title: 'Test Call',
  description: 'For this test.',
  icon: 'bolt',
  keywords: [],
  variablePrefix: 'TESTCALL',
  inputs: Type.Object({
    url: Type.String(),
    rows: Type.Array(Type.Object({ key: Type.String() }), { 'x-ui': { section: 'more' } }),
  }),
  outputs: [],
  sets: [],
  exits: [],
  repeat: 'safe',
  summary: [],
  defaults: {},
})

describe('the section of a problem', () => {
  it('is the one in which its input is drawn', () => {
    expect(sectionOf('inputs.url', definition)).toBe('inputs')
    expect(sectionOf('inputs.rows[1].key', definition)).toBe('more')
  })

  it('is Inputs where the type is unknown or no input is named', () => {
    expect(sectionOf('inputs.rows[1].key')).toBe('inputs')
    expect(sectionOf('', definition)).toBe('inputs')
  })
})
