import { describe, expect, it } from 'vitest'
import { type ClusterOptions, createCluster } from './cluster.ts'

/** A process whose database counts up, and whose readings end when the test says so. */
function createProcess() {
  let stored = 0
  let read = 0
  const ends: (() => void)[] = []
  const nothing = () => undefined
  const counters = () => ({ catalog: stored, liveFlows: 0, accounts: 0, eventSubscribers: 0 })
  const cluster = createCluster({
    signals: {
      send: nothing,
      setWatching: nothing,
      listen: nothing,
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      others: () => ({ any: false, watching: false }),
    },
    changeCounters: () => Promise.resolve(counters()),
    async refreshCatalog() {
      const seen = stored
      await new Promise<void>((resolve) => ends.push(resolve))
      read = seen
    },
    liveFlows: { refresh: () => Promise.resolve() },
    forgetAccounts: nothing,
    refreshEventWants: () => Promise.resolve(),
  } as unknown as ClusterOptions) // what a change of the catalog needs
  return {
    cluster,
    change: () => {
      stored += 1
      return cluster.catalogChanged()
    },
    /** Ends the reading that began last, of those that are under way. */
    endLast: () => ends.pop()?.(),
    underWay: () => ends.length,
    read: () => read,
  }
}

const turns = () => new Promise((resolve) => setImmediate(resolve))

describe('the node types of a process', () => {
  it('are those of the last change, although an earlier one is still being read', async () => {
    const { change, endLast, read, underWay } = createProcess()
    const changes = [change()]
    await turns()
    changes.push(change())
    await turns()
    while (underWay() > 0) {
      endLast()
      await turns()
    }
    await Promise.all(changes)
    expect(read()).toBe(2)
  })
})
