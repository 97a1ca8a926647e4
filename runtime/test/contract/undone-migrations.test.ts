import { expect, it } from 'vitest'
import { migrations } from '../../src/store/schema/migrations/index.ts'
import { undo } from '../crash/undone-migrations.ts'

it('the newest migrations can be taken back, so that the crash test can kill a process while it makes them', () => {
  const newestFirst = Object.keys(migrations).sort().reverse()
  const missing = newestFirst.find((name, index) => name !== undo[index]?.name && index < undo.length)
  expect(missing, 'Say in undone-migrations.ts how it is taken back.').toBeUndefined()
})

it('names the places of a migration by words that stand in its statements', () => {
  for (const { name, places } of undo) {
    const statements = migrations[name] ?? []
    for (const place of places) {
      const isThere = statements.some((statement) => statement.toLowerCase().includes(place))
      expect(isThere, `${name} has no statement with "${place}".`).toBe(true)
    }
  }
})
