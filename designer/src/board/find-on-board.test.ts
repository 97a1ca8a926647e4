import { type Flow, indexCatalog } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { findOnBoard, foundIn } from './find-on-board.ts'

const node = (id: number, name: string, x: number, inputs: Record<string, unknown> = {}) => ({
  id,
  type: 'send-sms',
  name,
  position: { x, y: 0 },
  inputs,
})
const flow: Flow = {
  formatVersion: 1,
  name: 'Weather',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 1000 },
  nodes: [
    node(3, 'Apology', 500, { message: 'We apologize' }),
    node(2, 'Forecast', 200, { headers: [{ key: 'User-Agent', value: 'Patchbay' }], retries: 17 }),
    node(12, 'Secret', 800, { password: { $secret: 'patchbay-secret' } }),
  ],
  connections: [],
  notes: [],
}
const find = (text: string) => findOnBoard(flow, indexCatalog({ nodes: [] }).definitions, text)

test('names, types, inputs and numbers are found, from left to right', () => {
  expect(find('FORECAST')).toEqual([2])
  expect(find('send-sms')).toEqual([2, 3, 12])
  expect(find('apolog')).toEqual([3])
  expect(find('#2')).toEqual([2])
  expect(find('17')).toEqual([2])
})

test('sealed secrets are not searched, and nothing is found by nothing', () => {
  expect(find('patchbay')).toEqual([2])
  expect(find('  ')).toEqual([])
})

test('the match one stands on is lit differently from the others', () => {
  const search = { text: 'x', found: [2, 3], at: 1 }
  expect([2, 3, 12].map((id) => foundIn({ search }, id))).toEqual(['other', 'current', null])
  expect(foundIn({ search: null }, 2)).toBeNull()
})
