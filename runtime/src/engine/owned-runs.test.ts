import { describe, expect, it } from 'vitest'
import type { OpenRun, OwnRun } from '../store/runs/run-records.ts'
import { createOwnedRuns } from './owned-runs.ts'

function opened({ id, epoch }: OwnRun): OpenRun {
  return {
    id,
    flowId: 'flow',
    version: 1,
    epoch: epoch + 1,
    status: 'running',
    input: {},
    trigger: { nodeId: 1, type: 'inbound-api' },
    contact: null,
    address: null,
    startedAt: new Date(),
    nextNodeId: 2,
    cancelRequested: false,
    wait: null,
    wake: null,
    parent: null,
    test: null,
    steps: [],
  }
}

function rig(rows: OwnRun[]) {
  const resumed: OwnRun[] = []
  const ownedRuns = createOwnedRuns({
    stored: async () => [...rows],
    reclaim: async (runs) => runs.map(opened),
    resume: async ({ id, epoch }) => void resumed.push({ id, epoch }),
  })
  return { ownedRuns, resumed }
}

describe('runs of this process', () => {
  it('are taken again when two looks find them in the database and not in memory', async () => {
    const { ownedRuns, resumed } = rig([
      { id: 'kept', epoch: 1 },
      { id: 'lost', epoch: 3 },
    ])
    ownedRuns.add({ id: 'kept', epoch: 1 })
    ownedRuns.suspect()
    await ownedRuns.recover()
    expect(resumed).toEqual([])
    await ownedRuns.recover()
    expect(resumed).toEqual([{ id: 'lost', epoch: 4 }])
  })

  it('are looked for now and then without a reason, too', async () => {
    const { ownedRuns, resumed } = rig([{ id: 'lost', epoch: 1 }])
    for (let looks = 0; looks < 14; looks += 1) await ownedRuns.recover()
    expect(resumed).toEqual([{ id: 'lost', epoch: 2 }])
  })

  it('are left alone while the claim that took them has not answered', async () => {
    const { ownedRuns, resumed } = rig([{ id: 'claimed', epoch: 2 }])
    const answer = Promise.withResolvers<readonly OpenRun[]>()
    const claim = ownedRuns.claim(() => answer.promise)
    ownedRuns.suspect()
    await ownedRuns.recover()
    await ownedRuns.recover()
    expect(resumed).toEqual([])
    answer.resolve([opened({ id: 'claimed', epoch: 1 })])
    await claim
    await ownedRuns.recover()
    await ownedRuns.recover()
    expect(resumed).toEqual([])
  })

  it('are taken again when a claim failed whose commit may have happened', async () => {
    const { ownedRuns, resumed } = rig([{ id: 'claimed', epoch: 2 }])
    await expect(ownedRuns.claim(() => Promise.reject(new Error('reply lost')))).rejects.toThrow('reply lost')
    await ownedRuns.recover()
    await ownedRuns.recover()
    expect(resumed).toEqual([{ id: 'claimed', epoch: 3 }])
  })

  it('stay in hand when an older turn with the same run ends', async () => {
    const { ownedRuns, resumed } = rig([{ id: 'woken', epoch: 2 }])
    ownedRuns.add({ id: 'woken', epoch: 1 })
    ownedRuns.add({ id: 'woken', epoch: 2 })
    ownedRuns.drop({ id: 'woken', epoch: 1 })
    ownedRuns.suspect()
    await ownedRuns.recover()
    await ownedRuns.recover()
    expect(resumed).toEqual([])
  })
})
