import type { Runtime } from './app.ts'
import { fileProblem } from './platform/config/file-problem.ts'
import { StartError } from './platform/config/start-error.ts'
import { keepMemoryLow } from './platform/memory.ts'
import { nameSourcesInStacks } from './platform/source-stacks.ts'
import { createStartTimes } from './platform/start-times.ts'

const LEAST_NODE = 24

/** Exit code of a process that could not start or lost its database. */
const FAILED = 1

const foreseen = new Set(['ConfigError', 'DataDirectoryInUseError', 'AppError', 'StartError'])

await main()

/** The process: settings, start, signals, stop. The rest is imported only after the Node version has been checked. */
async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < LEAST_NODE) {
    return fail(
      `Patchbay needs Node ${LEAST_NODE} or newer; this is ${process.version}. Start it with "npm start", which brings its own.`,
    )
  }
  const startTimes = createStartTimes()
  if (!import.meta.url.endsWith('.ts')) nameSourcesInStacks()
  const { readConfig, unknownSettings } = await import('./platform/config/config.ts')
  for (const name of unknownSettings(process.env)) {
    process.stderr.write(`${name} is no setting of Patchbay; see docs/settings.md.\n`)
  }
  try {
    const config = readConfig(process.env)
    const { beginStore } = await import('./open-store.ts')
    const { opened } = await beginStore(config, startTimes.during)
    // Most of our code is loaded while the database opens in its own thread.
    const load = startTimes.during('load', () => import('./app.ts'))
    const [database, { createRuntime }] = await Promise.all([opened, load])
    const runtime = await createRuntime(config, { database, startTimes })
    runtime.onFatal((error) => fail(`The database is lost: ${error.message}`))
    stopOnSignals(runtime)
    await runtime.start()
    const { url } = await runtime.listen().catch((error) => {
      throw portProblem(error, config.host, config.port)
    })
    const code = await runtime.setupCode()
    if (code !== undefined) {
      process.stdout.write(`There is no administrator yet. Open the address below and enter the code ${code}\n`)
    }
    keepMemoryLow(runtime.isIdle)
    process.stdout.write(`Patchbay is ready at ${url}\n`)
  } catch (error) {
    fail(messageOf(error))
  }
}

/** The first signal stops the process in good order, the second one at once. */
function stopOnSignals(runtime: Runtime): void {
  let isStopping = false
  const stop = (): void => {
    if (isStopping) process.exit(FAILED)
    isStopping = true
    runtime.stop().then(
      () => process.exit(0),
      (error) => fail(`Patchbay did not stop in good order: ${messageOf(error)}`),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}

function portProblem(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const sentences: Record<string, string> = {
    EADDRINUSE: `Port ${port} on ${host} is taken by another program. Set PATCHBAY_PORT to a free one, or to 0.`,
    EACCES: `Port ${port} on ${host} may not be opened by this user. Set PATCHBAY_PORT to one above 1023.`,
    EADDRNOTAVAIL: `This machine has no address ${host}. Correct PATCHBAY_HOST.`,
    ENOTFOUND: `The name ${host} has no address. Correct PATCHBAY_HOST.`,
  }
  const sentence = sentences[String(code)] ?? `Port ${port} on ${host} cannot be opened: ${messageOf(error)}`
  return new StartError(sentence, { cause: error })
}

/** An expected error says what to do. Any other error shows its stack. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (foreseen.has(error.name)) return error.message
  const problem = fileProblem(error)
  if (problem !== undefined) return problem
  const cause = error.cause === undefined ? '' : `\nCaused by: ${messageOf(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}

function fail(message: string): void {
  process.stderr.write(`${message}\n`)
  process.exit(FAILED)
}
