import { expect, test } from 'vitest'
import { findInTree, initiallyOpen, treeRows } from './tree-rows.ts'

const period = (name: string) => ({
  number: 1,
  name,
  temperature: 84,
  probabilityOfPrecipitation: { unitCode: 'percent', value: 30 },
  detailedForecast: 'A change of showers',
})
const weather = {
  type: 'Feature',
  geometry: { type: 'Polygon', coordinates: [1, 2] },
  properties: { units: 'us', periods: Array.from({ length: 14 }, (_, index) => period(`Period ${index}`)) },
}

test('a large reply opens along its largest parts, lists at their first entry', () => {
  const open = initiallyOpen(weather)
  expect([...open]).toEqual(['', 'properties', 'properties.periods', 'properties.periods[0]'])
})

test('a small reply opens whole', () => {
  expect(initiallyOpen({ a: { b: [1, { c: 2 }] } })).toEqual(new Set(['', 'a', 'a.b', 'a.b[1]']))
})

test('closed containers give one line, with a hint that tells list entries apart', () => {
  const rows = treeRows(weather, new Set(['', 'properties', 'properties.periods']))
  const second = rows.find((row) => row.id === 'properties.periods[1]')
  expect(second).toMatchObject({ depth: 3, size: 5, isOpen: false, hint: 'Period 1' })
  expect(rows.some((row) => row.id === 'properties.periods[1].name')).toBe(false)
})

test('search opens the way to labels and values that contain the text', () => {
  const { open, found } = findInTree(weather, 'PERIOD 3')
  expect([...found]).toEqual(['properties.periods[3].name'])
  expect(open).toContain('properties.periods[3]')
})

test('a deeply nested reply does not break', () => {
  const deep = Array.from({ length: 150 }).reduce<unknown>((inner) => ({ inner }), 1)
  expect(treeRows(deep as never, initiallyOpen(deep as never)).length).toBeGreaterThan(1)
})
