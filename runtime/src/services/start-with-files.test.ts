import { expect, it } from 'vitest'
import { startWithFiles } from './start-with-files.ts'

/** Files of an event, and what their owner was told in the end. */
function setUp(store: () => Promise<void> = async () => undefined) {
  const settled: (string | undefined)[] = []
  const settle = async (runId: string | undefined) => void settled.push(runId)
  return { settled, files: { add: () => undefined, store, settle } }
}

const failure = new Error('The disk is full.')
const failing = () => Promise.reject(failure)

it('gives the files to the run that the event starts, and to none where it repeats another', async () => {
  const { files, settled } = setUp()
  await startWithFiles(files, async () => ({ runId: 'r1', duplicate: false, conflict: false }))
  await startWithFiles(files, async () => ({ runId: 'r1', duplicate: true, conflict: false }))
  expect(settled).toEqual(['r1', undefined])
})

it('takes away what was stored when one of the files cannot be, or the run', async () => {
  const [unstored, unstarted] = [setUp(failing), setUp()]
  await expect(startWithFiles(unstored.files, () => Promise.reject(new Error('Not called.')))).rejects.toBe(failure)
  await expect(startWithFiles(unstarted.files, failing)).rejects.toBe(failure)
  expect([unstored.settled, unstarted.settled]).toEqual([[undefined], [undefined]])
})
