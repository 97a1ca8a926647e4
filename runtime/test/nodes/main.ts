import { createRuntime } from '../../src/app.ts'
import { readConfig } from '../../src/platform/config/config.ts'
import { testActions } from './index.ts'

/** Patchbay as a process with the actions of this folder, for browser suites. */
const runtime = await createRuntime(readConfig(process.env), {
  nodeSources: [{ id: 'test', read: () => testActions }],
})
await runtime.start()
const { url } = await runtime.listen()
process.stdout.write(`Patchbay is ready at ${url}\n`)
process.on('SIGTERM', () => void runtime.stop().then(() => process.exit(0)))
