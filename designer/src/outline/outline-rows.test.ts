import { indexCatalog } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { catalog } from '../../../shared/test/fixtures/definitions.ts'
import { flowOf, node, weatherFlow } from '../../../shared/test/fixtures/flows.ts'
import { actionKey, type OutlineRow, outlineRows } from './outline-rows.ts'

const { definitions } = indexCatalog(catalog)
const none: ReadonlySet<string> = new Set()

function text(row: OutlineRow): string {
  const indent = '  '.repeat(row.level - 1)
  if (row.kind === 'unreached') return `${indent}unreached`
  if (row.kind === 'action') return `${indent}#${row.block.node.id}`
  const link = row.link ? ` ${row.link.goesBack ? 'back to' : 'on at'} #${row.link.nodeId}` : ''
  return `${indent}${row.exit.label}${link}`
}

const draw = (flow: ReturnType<typeof flowOf>, closed = none) => outlineRows(flow, definitions, closed).map(text)

test('actions come in the order they run, branches beneath their exits', () => {
  expect(draw(weatherFlow())).toEqual([
    '#1',
    '  #2',
    '    On Success',
    '      #3',
    '        On Success',
    '        On Failure',
    '    On Failure',
    '      #4',
    '        On Success',
    '        On Failure',
  ])
})

test('a loop goes back, and ways that join stand once', () => {
  const flow = flowOf(
    [node(1, 'inbound-sms'), node(2, 'condition'), node(3, 'set-variables'), node(4, 'set-variables')],
    '1 next 2',
    '2 true 3',
    '2 false 4',
    '3 next 4',
    '4 next 2',
  )
  expect(draw(flow)).toEqual([
    '#1',
    '  #2',
    '    True',
    '      #3',
    '      #4',
    '        Next back to #2',
    '    False on at #4',
  ])
})

test('what no trigger leads to stands in a group, chains from their beginning', () => {
  const flow = flowOf(
    [node(1, 'inbound-sms'), node(3, 'set-variables'), node(5, 'set-variables'), node(7, 'set-variables')],
    '5 next 3',
    '7 next 7',
  )
  expect(draw(flow)).toEqual(['#1', '  Next', 'unreached', '  #5', '  #3', '    Next', '  #7', '    Next back to #7'])
})

test('a closed line hides what belongs to it and keeps its place among its neighbours', () => {
  const rows = outlineRows(weatherFlow(), definitions, new Set([actionKey(2)]))
  expect(rows.map(text)).toEqual(['#1', '  #2'])
  expect(rows[1]).toMatchObject({ parent: actionKey(1), position: 1, setSize: 1, hasChildren: true })
})

test('every action of a long chain of branches stands once', () => {
  const nodes = Array.from({ length: 500 }, (_, index) =>
    node(index + 1, index === 0 ? 'inbound-sms' : 'external-web-call'),
  )
  const links = nodes.slice(1).map(({ id }) => `${id - 1} ${id === 2 ? 'next' : 'success'} ${id}`)
  const actions = outlineRows(flowOf(nodes, ...links), definitions, none).filter(({ kind }) => kind === 'action')
  expect(actions).toHaveLength(500)
})
