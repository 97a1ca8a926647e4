import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { FlowTemplate, LiveEvent } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Hono } from 'hono'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { createAlerting } from './alerts/alerting.ts'
import { createBackground } from './background.ts'
import { createCarriers } from './carriers.ts'
import { cancellingEverywhere, createCluster } from './cluster/cluster.ts'
import { joinCluster } from './cluster/join.ts'
import { withLease } from './cluster/leased-services.ts'
import { tellingOthers } from './cluster/shared-live-flows.ts'
import type { Config } from './config/config.ts'
import { createLog } from './config/log.ts'
import { logRuns } from './config/run-log.ts'
import { createWebClient } from './egress/create-web-client.ts'
import { createTokenSource } from './egress/oauth-tokens.ts'
import { createEngine } from './engine/engine.ts'
import { createLiveEvents } from './engine/live-events.ts'
import { createLiveFlows } from './engine/live-flows.ts'
import { createNodeRegistry } from './engine/node-registry.ts'
import { createPlans } from './engine/plans.ts'
import type { AppEnv } from './http/app-env.ts'
import { createApp } from './http/create-app.ts'
import { createIdentify } from './http/identify.ts'
import { type Listener, listen } from './http/listen.ts'
import { createMetrics } from './http/metrics.ts'
import type { Route } from './http/route.ts'
import { createRouteTable } from './http/route-table.ts'
import { routesOfRoles } from './http/routes-of-roles.ts'
import type { RouteServices } from './http/services.ts'
import { createIntegrations } from './integrations.ts'
import { actions, triggers } from './nodes/index.ts'
import { openStore } from './open-store.ts'
import { createQueue } from './queue/queue.ts'
import { createWakeAlarm } from './queue/wake-alarm.ts'
import { readOrCreateKey, secretKeyOf } from './secrets/secret-key.ts'
import { createVault } from './secrets/vault.ts'
import { createApiTokens } from './services/api-tokens.ts'
import { createCredentials } from './services/credentials.ts'
import { createFlowProblems } from './services/flow-problems.ts'
import { createFlowViews } from './services/flow-views.ts'
import { createFlows } from './services/flows.ts'
import { createGatewayInbound } from './services/gateway-inbound.ts'
import { createIdentity } from './services/identity.ts'
import { createInboundTexts } from './services/inbound-texts.ts'
import { createNumbers } from './services/numbers.ts'
import { createRuns } from './services/runs.ts'
import { createSetup } from './services/setup.ts'
import { createSimulator } from './services/simulator.ts'
import { readTemplates } from './services/templates.ts'
import { createApiTriggers } from './services/triggers.ts'
import { createUsers } from './services/users.ts'
import { createWebCallTests } from './services/web-call-test.ts'
import { createWebhooks } from './services/webhooks.ts'
import { liveFlowsCounter } from './store/change-counter.ts'
import type { Database } from './store/database.ts'
import { createFlowRepository } from './store/flow-repository.ts'
import { createMessageRepository } from './store/message-repository.ts'
import { createNumberRepository } from './store/number-repository.ts'
import { createBackups } from './store/pglite/backup.ts'
import { createProcessRepository } from './store/process-repository.ts'
import { createRunRepository } from './store/run-repository.ts'
import { createRunWriter } from './store/run-writer.ts'
import { createSecretRepository } from './store/secret-repository.ts'
import { createSettingRepository } from './store/setting-repository.ts'
import { readStoreFigures } from './store/store-figures.ts'
import { createTokenRepository } from './store/token-repository.ts'
import { uuidv7 } from './store/uuid.ts'

const inRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const { version } = JSON.parse(readFileSync(inRoot('runtime/package.json'), 'utf8'))

/** How long answers and actions under way may take once the process is told to stop. */
const STOP_GRACE_MS = 5_000

/** Parts that tests put in the place of the real ones. */
export interface Overrides {
  /** An open database; it is closed with the runtime. */
  readonly database?: Database
  readonly now?: () => Date
  readonly clock?: () => number
  readonly pagesFolder?: string
  readonly log?: Logger
  /** Told of every live event of this process at the moment it happens. */
  readonly onEvent?: (event: LiveEvent) => void
}

export interface Runtime {
  readonly app: Hono<AppEnv>
  /** Every row that the app answers. */
  readonly routes: readonly Route[]
  /** Seeds what is missing, makes live flows ready and resumes interrupted runs. */
  start(): Promise<void>
  /** Opens the port of the settings. */
  listen(): Promise<{ readonly url: string }>
  /** The one-time code for the first administrator, while there is none. */
  setupCode(): Promise<string | undefined>
  /** Told when the database is lost for good: the process has to end. */
  onFatal(listener: (error: Error) => void): void
  /** Takes no more work, lets what is under way finish for a few seconds and stores where the rest stands. */
  stop(): Promise<void>
}

/** Puts the runtime together; the only place that knows every part. */
export async function createRuntime(config: Config, overrides: Overrides = {}): Promise<Runtime> {
  const log = overrides.log ?? createLog(config.logLevel)
  const now = overrides.now ?? (() => new Date())
  const key = config.secretKey ?? (await readOrCreateKey(config.dataDir))
  const templates = await readTemplates(inRoot('flows'))
  const database = overrides.database ?? (await openStore(config))
  const stopping = new AbortController()
  const core = createCore({ config, database, key, now, log })
  const services = createServices({ config, overrides, database, key, now, log, core, templates, stopping })
  const routes = routesOfRoles(createRouteTable(services, String(version)), config.roles)
  const identify = createIdentify(services.credentials, services.identity)
  const { countAnswer: onAnswer } = services.metrics
  const { trustedProxies } = config
  const app = createApp({ ...publicUrlOf(config), routes, identify, log, trustedProxies, onAnswer })
  core.events.subscribe(logRuns(log))
  core.events.subscribe(services.metrics.countEvent)
  core.events.subscribe((event) => overrides.onEvent?.(event))
  const isWorker = config.roles.includes('worker')
  if (isWorker) core.events.subscribe(core.alerting.onEvent)
  let listener: Listener | undefined

  return {
    app,
    routes,
    async start() {
      await services.setup.begin()
      await services.numbers.seed()
      await core.cluster.start()
      await core.queue.start(isWorker ? [...core.integrations.workers, ...core.workers] : [])
      await core.engine.start()
      if (isWorker) await core.background.start()
    },
    async listen() {
      listener = await listen(app, config.host, config.port)
      return { url: config.publicUrl ?? listener.url }
    },
    setupCode: async () => ((await services.setup.needsAdministrator()) ? services.setup.code : undefined),
    onFatal: (report) => database.onFatal(report),
    async stop() {
      stopping.abort()
      await listener?.close(STOP_GRACE_MS)
      await core.background.stop()
      await Promise.all([core.engine.stop(STOP_GRACE_MS), core.queue.stop(STOP_GRACE_MS)])
      await core.cluster.stop()
      await core.web.close()
      await database.close()
    },
  }
}

interface CoreOptions {
  readonly config: Config
  readonly database: Database
  readonly key: string
  readonly now: () => Date
  readonly log: Logger
}

type Core = ReturnType<typeof createCore>

/** What runs flows, without anything of HTTP. */
function createCore({ config, database, key, now, log }: CoreOptions) {
  const repositories = createRepositories(database)
  const registry = createNodeRegistry([...triggers, ...actions])
  const definitionOf = (type: string) => registry.get(type)?.definition
  const secretKey = secretKeyOf(key)
  const vault = createVault({ key: secretKey, secrets: repositories.secrets, definitionOf, now })
  const onError = (err: unknown, about: object = {}) => log.error({ err, ...about }, 'fault')
  const events = createLiveEvents(onError)
  const plans = createPlans({ registry, flows: repositories.flows, vault })
  const liveFlows = createLiveFlows({
    flows: repositories.flows,
    plans,
    onError: (error, flowId) => onError(error, { flowId }),
  })
  const web = createWebClient({ allow: config.egressAllow })
  const { numbers, messages } = repositories
  const carriers = createCarriers({ database, web, key: secretKey, numbers, messages, events, now, onError })
  const queue = createQueue({ database, ...databaseUrlOf(config), onError })
  const alarm = createWakeAlarm({ queue, now, onError })
  const integrations = createIntegrations({
    database,
    queue,
    web,
    key: secretKey,
    now,
    registry,
    flows: repositories.flows,
    numbers,
  })
  const zapier = integrations.zapierOutlet
  const { channels } = carriers
  const metrics = createMetrics({
    load: () => engine.load(),
    readFigures: () => readStoreFigures(database),
    typeOf: (flowId, nodeId) => liveFlows.get(flowId)?.plan.nodes.get(nodeId)?.definition.id,
    now,
    onError,
  })
  const processId = uuidv7(now())
  const isWorker = config.roles.includes('worker')
  const { signals, node } = joinCluster({ ...databaseUrlOf(config), nodeId: processId, isWorker, onError })
  const outside = withLease({ web, channels }, node.lease)
  const stepServices = { ...outside, tokens: createTokenSource({ web: outside.web, now }), zapier, now }
  const ownEngine = createEngine({
    processId,
    node,
    writer: createRunWriter(database, { now, processId, onFlush: metrics.countFlush }),
    runs: repositories.runs,
    processes: repositories.processes,
    plans,
    services: stepServices,
    events,
    maxConcurrentRuns: config.maxConcurrentRuns,
    queueLimit: config.queueLimit,
    holdTextsMs: config.holdTextsSeconds * 1_000,
    setAlarm: alarm.set,
    isHeld: (flowId) => liveFlows.get(flowId)?.paused ?? true,
    processInfo: { host: hostname(), pid: process.pid, version: String(version) },
    onFault: onError,
  })
  const engine = cancellingEverywhere(ownEngine, signals)
  const cluster = createCluster({
    signals,
    events,
    liveFlows,
    engine,
    isShared: config.databaseUrl !== undefined,
    changeCounter: () => liveFlowsCounter(database.kysely),
    onError,
  })
  const alerting = createAlerting({
    database,
    runs: repositories.runs,
    liveFlows,
    queue,
    web,
    engine,
    instance: config.onFailure,
    ...publicUrlOf(config),
    now,
    onError,
  })
  const backups = createBackups(database)
  const background = createBackground({
    database,
    backups,
    onStart: metrics.countTick,
    liveFlows,
    plans,
    engine,
    events,
    processId,
    retentionDays: config.retentionDays,
    now,
    onFault: onError,
  })
  return {
    repositories,
    registry,
    vault,
    events,
    liveFlows,
    sharedLiveFlows: tellingOthers(liveFlows, signals),
    web,
    stepServices,
    plans,
    engine,
    alerting,
    workers: [alarm.workerFor(engine), alerting.worker],
    cluster,
    queue,
    carriers,
    integrations,
    background,
    backups,
    metrics,
    onError,
  }
}

function createRepositories(database: Database) {
  return {
    flows: createFlowRepository(database.kysely),
    numbers: createNumberRepository(database.kysely),
    messages: createMessageRepository(database.kysely),
    runs: createRunRepository(database.kysely),
    secrets: createSecretRepository(database.kysely),
    settings: createSettingRepository(database.kysely),
    tokens: createTokenRepository(database.kysely),
    processes: createProcessRepository(database.kysely),
  }
}

interface ServicesOptions extends CoreOptions {
  readonly overrides: Overrides
  readonly core: Core
  readonly templates: readonly FlowTemplate[]
  readonly stopping: AbortController
}

/** The operations behind the routes. */
function createServices(options: ServicesOptions): RouteServices {
  const { config, overrides, database, key, now, core, templates, stopping } = options
  const { repositories, registry, vault, events, liveFlows, engine, carriers, integrations } = core
  const { flows, numbers, messages, runs } = repositories
  const problems = createFlowProblems({ registry, vault, liveFlows, accounts: integrations.accountRepository })
  const views = createFlowViews({ registry, numbers, runs, problems, now })
  const users = createUsers(database)
  const apiTokens = createApiTokens({ tokens: repositories.tokens, now, onError: core.onError })
  const credentials = createCredentials(apiTokens, config.apiToken)
  return {
    catalog: registry.catalog,
    templates,
    flows: createFlows({
      flows,
      numbers,
      liveFlows: core.sharedLiveFlows,
      registry,
      vault,
      events,
      problems,
      views,
      now,
    }),
    numbers: createNumbers({
      numbers,
      settings: repositories.settings,
      liveFlows: core.sharedLiveFlows,
      ownsNumbers: carriers.ownsNumbers,
      now,
    }),
    runs: createRuns({ runs, engine, liveFlows, plans: core.plans }),
    simulator: createSimulator({ messages, numbers, liveFlows, engine, events, now }),
    webCallTests: createWebCallTests({
      vault,
      services: core.stepServices,
      documentOf: async (flowId) => (await flows.get(flowId)).document,
    }),
    apiTriggers: createApiTriggers({
      engine,
      liveFlows,
      flows,
      runs,
      credentials,
      accountSignIn: integrations.accountSignIn,
      now,
    }),
    webhooks: createWebhooks({ engine, liveFlows }),
    gatewayInbound: createGatewayInbound({
      propertiesOf: carriers.gatewayPropertiesOf,
      texts: createInboundTexts({ messages, numbers, liveFlows, engine, events, now }),
    }),
    accounts: integrations.accounts,
    zapierFeed: integrations.zapierFeed,
    identity: createIdentity({ database, key, ...publicUrlOf(config) }),
    users,
    apiTokens,
    credentials,
    setup: createSetup(users, config.admin),
    engine,
    events,
    backups: core.backups,
    metrics: core.metrics,
    pagesFolder: overrides.pagesFolder ?? inRoot('designer/dist'),
    ...publicUrlOf(config),
    now,
    clock: overrides.clock ?? (() => performance.now()),
    ping: () => ping(database),
    stopping: stopping.signal,
  }
}

function databaseUrlOf({ databaseUrl }: Config): { readonly databaseUrl?: string } {
  return databaseUrl === undefined ? {} : { databaseUrl }
}

function publicUrlOf({ publicUrl }: Config): { readonly publicUrl?: string } {
  return publicUrl === undefined ? {} : { publicUrl }
}

async function ping(database: Database): Promise<void> {
  try {
    await sql`select 1`.execute(database.kysely)
  } catch (cause) {
    throw new AppError('STORE_UNAVAILABLE', 'The database does not answer.', { cause })
  }
}
