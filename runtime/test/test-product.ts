import { createRuntime } from '../src/app.ts'
import { integrations } from '../src/integrations/index.ts'
import { readConfig } from '../src/platform/config/config.ts'
import { pigeonIntegration } from './integrations/pigeon/integration.ts'
import { testActions } from './nodes/index.ts'

/**
 * Patchbay as a process with the actions and the integration that only tests have, for browser suites. It passes lists
 * to the product as the product's own are passed.
 */
const runtime = await createRuntime(readConfig(process.env), {
  integrations: [...integrations, pigeonIntegration],
  nodeSources: [{ id: 'test', read: () => testActions }],
})
await runtime.start()
const { url } = await runtime.listen()
process.stdout.write(`Patchbay is ready at ${url}\n`)
process.on('SIGTERM', () => void runtime.stop().then(() => process.exit(0)))
