import type { NodeDefinition } from '@patchbay/shared/nodes'
import { expect, test } from 'vitest'
import { findActions } from './find-actions.ts'

const definition = (id: string, category: NodeDefinition['category'], title: string, keywords: string[] = []) => ({
  id,
  category,
  title,
  keywords,
  description: '',
})

// Only what the search reads; the rest of a definition plays no part here.
const catalog = [
  definition('send-sms', 'messaging', 'Send SMS', ['text']),
  definition('external-web-call', 'data', 'External Web Call', ['http', 'rest']),
  definition('inbound-sms', 'triggers', 'Inbound SMS', ['text']),
] as unknown as NodeDefinition[]

const titles = (search: string) =>
  findActions(catalog, search).flatMap((group) => group.definitions.map((d) => d.title))

test('groups come in the order of the menu, triggers first', () => {
  expect(findActions(catalog, '').map((group) => group.category)).toEqual(['triggers', 'messaging', 'data'])
})

test('search reads titles and search words, and all words must be found', () => {
  expect(titles('HTTP')).toEqual(['External Web Call'])
  expect(titles('sms send')).toEqual(['Send SMS'])
  expect(titles('text')).toEqual(['Inbound SMS', 'Send SMS'])
  expect(titles('sms rest')).toEqual([])
})
