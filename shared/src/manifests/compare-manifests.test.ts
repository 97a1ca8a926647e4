import { describe, expect, it } from 'vitest'
import { compareManifests } from './compare-manifests.ts'
import { readManifest } from './read-manifest.ts'
import { createTicket, zendesk } from './test-manifests.ts'

function read(integration: object, ...actions: readonly object[]) {
  const { manifest } = readManifest({ integration, actions })
  if (manifest === undefined) throw new Error('The manifest of the test is malformed.')
  return manifest
}

const before = read(zendesk, createTicket, { ...createTicket, name: 'close_ticket', display: 'close a ticket' })

describe('the difference between two versions of a manifest', () => {
  it('is nothing for the same manifest, and the order alone for entries in another order', () => {
    expect(compareManifests(before, before)).toEqual([])
    const turned = { ...before, actions: before.actions.toReversed() }
    expect(compareManifests(before, turned)).toEqual([
      { kind: 'changed', path: 'actions', before: 'create_ticket, close_ticket', after: 'close_ticket, create_ticket' },
    ])
  })

  it('knows members with the names of methods only where a manifest has them', () => {
    const after = read({ ...zendesk, constructor: { toString: 'a' }, hasOwnProperty: [1] }, createTicket)
    const was = read(zendesk, createTicket)
    expect(compareManifests(was, after).map(({ kind, path }) => [kind, path])).toEqual([
      ['added', 'integration.constructor'],
      ['added', 'integration.hasOwnProperty'],
    ])
    expect(compareManifests(after, was).map(({ kind }) => kind)).toEqual(['removed', 'removed'])
    const turned = read({ ...zendesk, constructor: { valueOf: 1 }, hasOwnProperty: [2] }, createTicket)
    expect(compareManifests(after, turned).map(({ kind, path }) => [kind, path])).toEqual([
      ['added', 'integration.constructor.valueOf'],
      ['removed', 'integration.constructor.toString'],
      ['changed', 'integration.hasOwnProperty'],
    ])
  })

  it('names what was added, removed and changed by its own name', () => {
    const [subject, ...others] = createTicket.inputs
    const added = { key: 'tags', name: 'Tags', type: 'text' }
    const after = read(
      { ...zendesk, display_name: 'Zendesk Support' },
      { ...createTicket, inputs: [{ ...subject, format: 'New' }, ...others.slice(1), added] },
      { ...createTicket, name: 'reopen', display: 'reopen a ticket' },
    )
    expect(compareManifests(before, after)).toEqual([
      { kind: 'changed', path: 'integration.display_name', before: 'Zendesk', after: 'Zendesk Support' },
      {
        kind: 'changed',
        path: 'actions.create_ticket.inputs.subject.format',
        before: 'Ticket of {{contact.name}}',
        after: 'New',
      },
      { kind: 'added', path: 'actions.create_ticket.inputs.tags', before: null, after: 'Tags' },
      { kind: 'removed', path: 'actions.create_ticket.inputs.comment', before: 'Comment', after: null },
      { kind: 'added', path: 'actions.reopen', before: null, after: 'reopen a ticket' },
      { kind: 'removed', path: 'actions.close_ticket', before: 'close a ticket', after: null },
    ])
  })
})
