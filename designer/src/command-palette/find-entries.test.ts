import { expect, test } from 'vitest'
import { findEntries, type PickEntry } from './find-entries.ts'

const entry = (group: string, title: string, more: Partial<PickEntry> = {}): PickEntry => ({
  id: title,
  group,
  title,
  run: () => {},
  ...more,
})

const entries = [
  entry('Commands', 'Show all keys'),
  entry('Commands', 'Undeploy'),
  entry('Commands', 'Deploy'),
  entry('Add', 'Add External Web Call', { keywords: 'http rest' }),
  entry('Go to', 'Go to #2 Deployed'),
]

const titles = (search: string) =>
  findEntries(entries, search).flatMap((group) => group.entries.map((found) => found.title))

test('what begins with the search comes first, then words that begin with it, then the rest', () => {
  expect(titles('dep')).toEqual(['Deploy', 'Undeploy', 'Go to #2 Deployed'])
})

test('all words must be found, in the title or the search words', () => {
  expect(titles('add http')).toEqual(['Add External Web Call'])
  expect(titles('deploy http')).toEqual([])
})

test('what cannot be done now comes after what can', () => {
  const some = [entry('Commands', 'Delete', { isDisabled: true }), entry('Commands', 'Deploy')]
  expect(findEntries(some, 'de')[0]?.entries.map(({ title }) => title)).toEqual(['Deploy', 'Delete'])
})

test('without a search long groups are cut, except those asked for whole', () => {
  const many = Array.from({ length: 20 }, (_, index) => entry('Go to', `Go to #${index}`))
  expect(findEntries(many, '')[0]?.entries).toHaveLength(8)
  expect(findEntries(many, '', ['Go to'])[0]?.entries).toHaveLength(20)
})
