import { readFileSync } from 'node:fs'
import type { LiveEvent } from '@patchbay/shared/api'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import { createCore } from './core.ts'
import type { NodeSource } from './engine/node-registry.ts'
import { createApp } from './http/create-app.ts'
import { type Listener, listen } from './http/listen.ts'
import { createRouteTable } from './http/route-table.ts'
import { routesOfRoles } from './http/routes-of-roles.ts'
import { integrations as ownIntegrations } from './integrations/index.ts'
import { createServiceUrls } from './integrations/service-urls.ts'
import type { AppEnv } from './kit/app-env.ts'
import type { Integration } from './kit/integration.ts'
import type { Route } from './kit/route.ts'
import { openStore } from './open-store.ts'
import { publicUrlOf } from './platform/config/addresses.ts'
import type { Config } from './platform/config/config.ts'
import { createLog } from './platform/config/log.ts'
import { logRuns } from './platform/config/run-log.ts'
import { inRoot } from './platform/project-root.ts'
import { readOrCreateKey } from './platform/secrets/secret-key.ts'
import { createStartTimes, type StartTimes } from './platform/start-times.ts'
import { timings as productTimings, type Timings } from './platform/timings.ts'
import { createServices } from './route-services.ts'
import { readTemplates } from './services/templates.ts'
import type { Database } from './store/database.ts'
import { countCatalogChange } from './store/repositories/change-counter.ts'

const version = String(JSON.parse(readFileSync(inRoot('runtime/package.json'), 'utf8')).version)

/** How long answers and actions under way may take after the process is asked to stop. */
const STOP_GRACE_MS = 5_000

/** Parts supplied by `main.ts` or by tests instead of being made here. */
export interface Overrides {
  /** An open database. It is closed with the runtime. */
  readonly database?: Database
  /** Phase times of the current start. They are logged when the port is open. */
  readonly startTimes?: StartTimes
  readonly now?: () => Date
  readonly clock?: () => number
  readonly timings?: Timings
  readonly pagesFolder?: string
  /** Replaces the list in `integrations/index.ts`. */
  readonly integrations?: readonly Integration[]
  readonly log?: Logger
  /** Sources of further node types. */
  readonly nodeSources?: readonly NodeSource[]
  /** Called for every live event of this process, when it happens. */
  readonly onEvent?: (event: LiveEvent) => void
}

export interface Runtime {
  readonly app: Hono<AppEnv>
  /** The rows that the app answers. */
  readonly routes: readonly Route[]
  /** Seeds missing data, makes live flows ready and resumes interrupted runs. */
  start(): Promise<void>
  /** Opens the port of the settings. */
  listen(): Promise<{ readonly url: string }>
  /** True when this process has no run under way or due. */
  isIdle(): boolean
  /** The one-time code for the first administrator; undefined once there is one. */
  setupCode(): Promise<string | undefined>
  /** Call this after a source of node types has changed: every process on the database then reads it again. */
  catalogChanged(): Promise<void>
  /** Called when the database is lost for good. The process must end then. */
  onFatal(listener: (error: Error) => void): void
  /** Accepts no more work, waits a few seconds for work under way, and stores the state of the rest. */
  stop(): Promise<void>
}

/** Puts the runtime together. Only this file knows every part. */
export async function createRuntime(config: Config, overrides: Overrides = {}): Promise<Runtime> {
  const { integrations = ownIntegrations, timings = productTimings } = overrides
  const { now = () => new Date(), clock = () => performance.now() } = overrides
  const urlOf = createServiceUrls(integrations, config.serviceUrls)
  const log = overrides.log ?? createLog(config.logLevel)
  const startTimes = overrides.startTimes ?? createStartTimes()
  const { during } = startTimes
  const key = config.secretKey ?? (await readOrCreateKey(config.dataDir))
  const templates = await readTemplates(inRoot('flows'))
  const database = overrides.database ?? (await openStore(config))
  const stopping = new AbortController()
  const { nodeSources = [] } = overrides
  const options = { config, database, key, version, now, log, integrations, urlOf, clock, timings, nodeSources }
  const core = createCore(options)
  const pagesFolder = inRoot('designer/dist')
  const given = { ...options, overrides, core, templates, pagesFolder, stopping }
  const services = createServices(given)
  const routes = routesOfRoles(createRouteTable(services, version), config.roles)
  const { identify } = services
  const { countAnswer: onAnswer } = services.metrics
  const { trustedProxies } = config
  const app = createApp({ ...publicUrlOf(config), routes, identify, log, trustedProxies, onAnswer })
  core.events.subscribe(logRuns(log))
  core.events.subscribe(services.metrics.countEvent)
  core.events.subscribe((event) => overrides.onEvent?.(event))
  const isWorker = config.roles.includes('worker')
  if (isWorker) core.events.subscribe(core.alerting.onEvent)
  let listener: Listener | undefined

  async function startWork(): Promise<void> {
    await during('cluster', core.cluster.start)
    await during('queue', () => core.queue.start(isWorker ? core.workers : []))
    await during('engine', async () => {
      await core.engine.start()
      if (isWorker) await core.background.start()
      if (isWorker) core.eventWebhooks.dispatcher.start()
    })
  }

  return {
    app,
    routes,
    async start() {
      await during('addresses', () => services.addresses.seed())
      // Hashing the first administrator's password takes a while, in another thread.
      await Promise.all([during('setup', () => services.setup.begin()), startWork()])
    },
    async listen() {
      listener = await during('listen', () => listen(app, config.host, config.port))
      log.info(startTimes.read(), 'started')
      return { url: config.publicUrl ?? listener.url }
    },
    isIdle() {
      const { active, waiting } = core.engine.load()
      return active === 0 && waiting === 0
    },
    setupCode: async () => ((await services.setup.needsAdministrator()) ? services.setup.code : undefined),
    async catalogChanged() {
      await countCatalogChange(database.kysely)
      await core.cluster.catalogChanged()
    },
    onFatal: (report) => database.onFatal(report),
    async stop() {
      stopping.abort()
      await listener?.close(STOP_GRACE_MS)
      await Promise.all([core.background.stop(), core.eventWebhooks.dispatcher.stop(), services.callbackLog.stop()])
      await Promise.all([core.engine.stop(STOP_GRACE_MS), core.queue.stop(STOP_GRACE_MS)])
      await core.cluster.stop()
      await core.web.close()
      await database.close()
    },
  }
}
