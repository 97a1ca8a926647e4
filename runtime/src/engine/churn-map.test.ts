import { expect, it } from 'vitest'
import { bytesAfterQuickCollections, collectGarbage } from '../../test/helpers/collect-garbage.ts'
import { ChurnMap } from './churn-map.ts'

it('keeps values by id, of which the later one counts', () => {
  const map = new ChurnMap<string>()
  map.set('a', 'first')
  map.set('b', 'second')
  map.set('a', 'third')
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual(['third', 'second', undefined])
  expect([map.ids(), map.values()]).toEqual([
    ['a', 'b'],
    ['third', 'second'],
  ])
  map.delete('a')
  map.delete('a')
  map.set('c', 'fourth')
  expect([map.has('a'), map.get('a'), map.get('c'), map.values()]).toEqual([
    false,
    undefined,
    'fourth',
    ['fourth', 'second'],
  ])
})

it('lets go of what was removed, without a full collection', () => {
  const map = new ChurnMap<ArrayBuffer>()
  const before = process.memoryUsage().arrayBuffers
  for (let count = 0; count < 1_000; count += 1) {
    map.set(`new-${count}`, new ArrayBuffer(16_384))
    map.delete(`new-${count - 32}`)
    // What is in memory at a full collection is old from then on.
    if (count === 100) collectGarbage({ type: 'major' })
  }
  expect(bytesAfterQuickCollections() - before).toBeLessThan(200 * 16_384)
})
