import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDataDir } from '../helpers/data-dir.ts'
import { eventually } from '../helpers/eventually.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { createZapierAccount, deploy, fire, polledItems, read, type ZapierAccount, zapierFlow } from './zapier-flow.ts'

const runsPerRound = 40

describe('a process that is killed between Zapier Invoke and the poll', () => {
  let dataDir: Awaited<ReturnType<typeof createDataDir>>
  let runtime: RuntimeProcess
  let account: ZapierAccount

  beforeAll(async () => {
    dataDir = await createDataDir()
    runtime = await startRuntime({ dataDir: dataDir.path })
    account = await createZapierAccount(runtime)
    await deploy(runtime, zapierFlow({ path: 'cases', accountId: account.id }))
  })

  afterAll(async () => {
    await runtime.stop()
    await dataDir.remove()
  })

  async function isSettled(): Promise<boolean> {
    const open = await Promise.all(
      ['running', 'queued'].map(async (status) =>
        read<{ items: unknown[] }>(await runtime.api('GET', `/runs?status=${status}`)),
      ),
    )
    return open.every(({ items }) => items.length === 0)
  }

  it('loses no item and doubles none', { timeout: 120_000 }, async () => {
    const accepted: string[] = []
    for (const killAfter of [1, 10, 25, runsPerRound]) {
      let arrived = 0
      const kill = Promise.withResolvers<void>()
      const sending = Array.from({ length: runsPerRound }, async (_, number) => {
        // Who gets no answer was not accepted, and may or may not have been stored.
        const runId = await fire(runtime, 'cases', { case: number }).catch(() => undefined)
        if (runId !== undefined) accepted.push(runId)
        arrived += 1
        if (arrived === killAfter) kill.resolve()
      })
      await kill.promise
      await runtime.stop('SIGKILL')
      await Promise.all(sending)
      runtime = await startRuntime({ dataDir: dataDir.path })
    }
    await eventually(isSettled, 30_000)
    const ids = (await polledItems(runtime, account.password)).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(accepted.filter((runId) => !ids.includes(`${runId}.2.1`))).toEqual([])
    // Every run that is stored gave one item, and every item has its run.
    const { items } = await read<{ items: { id: string; status: string }[] }>(
      await runtime.api('GET', '/runs?limit=200'),
    )
    expect(items.every(({ status }) => status === 'succeeded')).toBe(true)
    expect(ids.toSorted()).toEqual(items.map(({ id }) => `${id}.2.1`).toSorted())
  })
})
