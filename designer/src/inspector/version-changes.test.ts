import type { NodeDefinition } from '@patchbay/shared/nodes'
import { expect, test } from 'vitest'
import { versionChanges } from './version-changes.ts'

const field = (title: string, further: object = {}) => ({
  type: 'string',
  title,
  'x-ui': { widget: 'text' },
  ...further,
})

function definition(properties: Readonly<Record<string, object>>): NodeDefinition {
  const data = { type: 'object', 'x-ui': { widget: 'fields' }, properties }
  // Only the inputs are looked at.
  return { inputs: { type: 'object', properties: { timeout: field('Timeout'), data } } } as unknown as NodeDefinition
}

test('a newer version says which fields come, go and change, those within objects, too', () => {
  const before = definition({
    subject: field('Subject'),
    severity: field('Severity'),
    priority: field('Priority', { enum: ['low'] }),
    due: field('Due', { 'x-required': true }),
    note: field('Note'),
    kept: field('Kept', { description: 'Once' }),
  })
  const after = definition({
    subject: field('Subject', { 'x-required': true }),
    priority: field('Priority', { enum: ['low', 'high'] }),
    due: field('Due by'),
    note: field('Note', { 'x-ui': { widget: 'long-text' } }),
    kept: field('Kept', { description: 'Twice' }),
    tags: field('Tags'),
  })
  expect(versionChanges(before, after)).toEqual([
    'New: Tags',
    'Gone: Severity',
    'Required now: Subject',
    'Other choices: Priority',
    'Due is called Due by',
    'Not required any more: Due by',
    'Changed: Note',
  ])
  expect(versionChanges(before, before)).toEqual([])
})
