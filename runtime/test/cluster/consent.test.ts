import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answeringFlow, createNodes, type Node, type Nodes } from './nodes.ts'

const ours = '+17865550100'
let nodes: Nodes
let a: Node
let b: Node

beforeAll(async () => {
  nodes = await createNodes()
  a = await nodes.start()
  b = await nodes.start()
  await a.deploy(answeringFlow('Answers'), [ours])
})

afterAll(() => nodes.close())

const say = (node: Node, from: string, text: string) =>
  node.process.api('POST', '/simulator/messages', { from, to: ours, text })

/** What became of the answer of the flow to a text that this node takes. */
async function answerOf(node: Node, from: string): Promise<string | null> {
  const run = await node.ended(await node.text({ from, to: ours, text: 'Hello' }))
  return run.steps[1]?.error?.code ?? run.steps[1]?.exit ?? null
}

describe('a contact who opts out at one node', () => {
  it('is sent nothing by the other a second later, also when no signal between them arrives', async () => {
    const from = '+13055550119'
    expect(await answerOf(b, from)).toBe('success')
    const connections = "application_name = 'patchbay signals' and datname = current_database()"
    await nodes.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${connections}`)
    await say(a, from, 'STOP')
    const since = performance.now()
    let refused = Number.POSITIVE_INFINITY
    while (performance.now() - since < 1_000 && refused === Number.POSITIVE_INFINITY) {
      if ((await answerOf(b, from)) === 'OPTED_OUT') refused = performance.now() - since
    }
    expect(refused).toBeLessThan(1_500)
    expect(await answerOf(b, from)).toBe('OPTED_OUT')
    expect(await answerOf(a, from)).toBe('OPTED_OUT')
  })
})
