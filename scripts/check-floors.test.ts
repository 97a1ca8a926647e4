import { describe, expect, it } from 'vitest'
import { floorFaults } from './check-floors.ts'

const plan = { floors: [['ui'], ['board', 'inspector'], ['app', 'ui/high']] }
const quiet = {
  'ui/icon.ts': '',
  'board/board.ts': '',
  'inspector/panel.ts': '',
  'app/main.ts': '',
  'ui/high/bar.ts': '',
}

function faults(files: Record<string, string>) {
  return floorFaults(plan, new Map(Object.entries({ ...quiet, ...files })))
}

describe('an import', () => {
  it('may go down any number of floors, stay in its folder, and name a package', () => {
    const text =
      "import { Icon } from '../ui/icon.ts'\nimport { b } from './other.ts'\nimport { useState } from 'react'\n"
    expect(faults({ 'app/main.ts': text, 'board/board.ts': text })).toEqual([])
  })

  it.each([
    ["import { Board } from '../board/board.ts'"],
    ["import type { Board } from '../board/board.ts'"],
    ["import {\n  Board,\n  type Wire,\n} from '../board/board.ts'"],
    ["export { Board } from '../board/board.ts'"],
    ["import '../board/board.ts'"],
    ["const Board = lazy(async () => (await import('../board/board.ts')).Board)"],
  ])('may not climb: %s', (text) => {
    expect(faults({ 'ui/icon.ts': text })).toEqual(['ui/icon.ts imports board/board.ts'])
  })

  it('may not go to a folder on the same floor', () => {
    expect(faults({ 'inspector/form/field.ts': "import { Board } from '../../board/board.ts'" })).toEqual([
      'inspector/form/field.ts imports board/board.ts',
    ])
  })
})

describe('a type', () => {
  const climbing = new Map([
    ...Object.entries(quiet),
    ['ui/icon.ts', "import { type Board, type Wire } from '../board/board.ts'"],
  ])

  it('climbs only where the plan allows it', () => {
    expect(floorFaults(plan, climbing)).toEqual(['ui/icon.ts imports board/board.ts'])
    expect(floorFaults({ ...plan, mayTypesClimb: true }, climbing)).toEqual([])
  })

  it('takes no value along', () => {
    const mixed = new Map([...climbing, ['ui/icon.ts', "import { type Board, draw } from '../board/board.ts'"]])
    expect(floorFaults({ ...plan, mayTypesClimb: true }, mixed)).toEqual(['ui/icon.ts imports board/board.ts'])
  })
})

describe('a folder', () => {
  it('within another may have a floor of its own', () => {
    expect(faults({ 'ui/high/bar.ts': "import { Board } from '../../board/board.ts'" })).toEqual([])
    expect(faults({ 'ui/icon.ts': "import { bar } from './high/bar.ts'" })).toEqual([
      'ui/icon.ts imports ui/high/bar.ts',
    ])
  })

  it('needs a floor', () => {
    expect(faults({ 'voice/call.ts': '' })).toEqual(['voice has no floor'])
  })

  it('leaves the plan when its last file goes', () => {
    expect(floorFaults({ floors: [...plan.floors, ['gone']] }, new Map(Object.entries(quiet)))).toEqual([
      'gone has no files',
    ])
  })
})
