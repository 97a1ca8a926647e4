import { fileURLToPath } from 'node:url'
import { createDataDir } from '../../../runtime/test/helpers/data-dir.ts'
import { startRuntime } from '../../../runtime/test/helpers/runtime-process.ts'
import { startStandInOf } from '../../../runtime/test/stand-ins/pigeon.ts'
import type { ServiceStandIn } from '../../../runtime/test/stand-ins/service-stand-in.ts'
import { test as base } from './patchbay.ts'

const entry = fileURLToPath(new URL('../../../runtime/test/test-product.ts', import.meta.url))

interface WorkerFixtures {
  /** The messenger whose integration only this product has. */
  readonly pigeon: ServiceStandIn
}

/** Tests of a Patchbay that has an integration and an action which the designer has never heard of. */
export const test = base.extend<object, WorkerFixtures>({
  pigeon: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what a fixture needs.
    async ({}, use) => {
      const pigeon = await startStandInOf()
      await use(pigeon)
      await pigeon.close()
    },
    { scope: 'worker' },
  ],
  patchbay: [
    async ({ pigeon }, use) => {
      const place = await createDataDir()
      const env = { PATCHBAY_SERVICE_URLS: `pigeon.api=${pigeon.hosts.api}` }
      const runtime = await startRuntime({ dataDir: place.path, entry, env })
      await use(runtime)
      await runtime.stop('SIGKILL')
      await place.remove()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
})
