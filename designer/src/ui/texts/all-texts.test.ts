import { expect, test } from 'vitest'

/** Every component by its path. */
const sources = import.meta.glob<string>('../../**/*.tsx', { query: '?raw', import: 'default', eager: true })

/** What people read or hear, written where it is drawn: between tags, in an attribute, in a notice. */
const literals = [
  />\s*([A-Z][^<>{}=;()]*?)\s*<\//g,
  /\b(?:label|title|placeholder|alt|description|aria-label|summary)=("[^"]*[A-Za-z]{2}[^"]*"|\{[`'][^`']*[A-Za-z]{2})/g,
  /\btoasts\.\w+\(\s*(['`][A-Za-z][^'`]*)/g,
]

test.each(Object.keys(sources))('%s takes its words from the texts', (path) => {
  const source = (sources[path] ?? '').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|\$\{[^}]*\}/g, '')
  const found = literals.flatMap((pattern) => [...source.matchAll(pattern)].map(([, words]) => words))
  expect(found).toEqual([])
})
