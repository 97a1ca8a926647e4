import { describe, expect, it } from 'vitest'
import { catalog } from '../../../test/fixtures/definitions.ts'
import { flowOf, node } from '../../../test/fixtures/flows.ts'
import { moveEarlier, moveLater } from './move-in-chain.ts'

const arrows = (flow: ReturnType<typeof flowOf> | null) =>
  flow?.connections.map(({ from, exit, to }) => `${from} ${exit} ${to}`).toSorted()

const chain = () =>
  flowOf(
    [node(1, 'inbound-sms'), node(2, 'set-variables'), node(3, 'external-web-call'), node(4, 'send-sms')],
    '1 next 2',
    '2 next 3',
    '3 success 4',
  )

describe('moving an action in its chain', () => {
  it('lets two actions change places and keeps what comes before and after', () => {
    expect(arrows(moveEarlier(chain(), catalog, 3))).toEqual(['1 next 3', '2 next 4', '3 success 2'])
    expect(arrows(moveLater(chain(), catalog, 2))).toEqual(arrows(moveEarlier(chain(), catalog, 3)))
  })

  it('leaves the exit open when nothing followed', () => {
    expect(arrows(moveEarlier(chain(), catalog, 4))).toEqual(['1 next 2', '2 next 4', '4 success 3'])
  })

  it('swaps the places on the board', () => {
    const flow = moveEarlier(chain(), catalog, 3)
    expect(flow?.nodes.map(({ id, position }) => [id, position.x])).toEqual([
      [1, 260],
      [2, 780],
      [3, 520],
      [4, 1040],
    ])
  })

  it('keeps On Failure with its action', () => {
    const flow = flowOf(
      [node(1, 'inbound-sms'), node(2, 'set-variables'), node(3, 'external-web-call'), node(4, 'send-sms')],
      '1 next 2',
      '2 next 3',
      '3 failure 4',
    )
    expect(arrows(moveEarlier(flow, catalog, 3))).toEqual(['1 next 3', '3 failure 4', '3 success 2'])
  })

  it('is refused where before and after are not plain', () => {
    expect(moveEarlier(chain(), catalog, 2)).toBeNull()
    expect(moveLater(chain(), catalog, 4)).toBeNull()
    const joined = chain()
    const twoWays = { ...joined, connections: [...joined.connections, { from: 4, exit: 'failure', to: 3 }] }
    expect(moveEarlier(twoWays, catalog, 3)).toBeNull()
    const loop = { ...joined, connections: [...joined.connections, { from: 3, exit: 'failure', to: 2 }] }
    expect(moveEarlier(loop, catalog, 3)).toBeNull()
    const branch = flowOf([node(1, 'inbound-sms'), node(2, 'condition'), node(3, 'send-sms')], '1 next 2', '2 true 3')
    expect(moveEarlier(branch, catalog, 3)).toBeNull()
  })
})
