import { hostname } from 'node:os'
import type { FlowNode } from '@patchbay/shared/flow'
import type { Logger } from 'pino'
import { flowsUsingAccount } from './accounts/account-uses.ts'
import { createAccessChanges } from './cluster/access-changes.ts'
import { cancellingEverywhere, createCluster } from './cluster/cluster.ts'
import { joinCluster } from './cluster/join.ts'
import { withLease } from './cluster/leased-services.ts'
import { tellingOthers } from './cluster/shared-live-flows.ts'
import { createContactParts } from './contacts/create-contacts.ts'
import { createAccountParts } from './core-accounts.ts'
import { createObserving } from './core-observing.ts'
import { createDirectories } from './directory/create-directories.ts'
import { createEngine } from './engine/engine.ts'
import { heldPerMinute } from './engine/hold-rules.ts'
import { createJumpTarget } from './engine/jump-target.ts'
import { createLiveEvents } from './engine/live-events.ts'
import { createLiveFlows } from './engine/live-flows.ts'
import { createNodeRegistry, type NodeSource } from './engine/node-registry.ts'
import { createPlans } from './engine/plans.ts'
import { createMetrics } from './http/metrics.ts'
import { createInbox } from './inbox/create-inbox.ts'
import type { ServiceUrls } from './integrations/service-urls.ts'
import type { Integration } from './kit/integration.ts'
import { downloadMedia } from './kit/media.ts'
import { createPictureFetcher } from './manifests/picture-fetcher.ts'
import { tellingOfOwners } from './messaging/address-owners.ts'
import { createChannelKinds } from './messaging/channel-kinds.ts'
import { sms } from './messaging/channels/sms.ts'
import { createMessaging } from './messaging/create-messaging.ts'
import { actions, triggers } from './nodes/index.ts'
import { JUMP_TARGETS } from './nodes/logic/jump-to/definition.ts'
import { databaseUrlOf } from './platform/config/addresses.ts'
import type { Config } from './platform/config/config.ts'
import { createWebClient } from './platform/egress/create-web-client.ts'
import { createTokenSource } from './platform/egress/oauth-tokens.ts'
import { createPasswordWork } from './platform/password-work.ts'
import { createQueue } from './platform/queue/queue.ts'
import { createWakeAlarm } from './platform/queue/wake-alarm.ts'
import { secretKeyOf } from './platform/secrets/secret-key.ts'
import { createVault } from './platform/secrets/vault.ts'
import type { Timings } from './platform/timings.ts'
import { createRepositories } from './repositories.ts'
import { createJumpOptions } from './services/jump-targets.ts'
import { createPlaceChoices } from './services/place-choices.ts'
import { createSampleListeners } from './services/sample-listeners.ts'
import type { Database } from './store/database.ts'
import { readChangeCounters } from './store/repositories/change-counter.ts'
import { createRunWriter } from './store/runs/run-writer.ts'
import { MOST_COUNTED, readStoreFigures } from './store/upkeep/store-figures.ts'
import { uuidv7 } from './store/uuid.ts'
import { createTableSteps } from './tables/table-steps.ts'

export interface CoreOptions {
  readonly config: Config
  readonly database: Database
  readonly key: string
  readonly version: string
  readonly now: () => Date
  readonly log: Logger
  readonly integrations: readonly Integration[]
  readonly timings: Timings
  /** Base URLs of outside services. */
  readonly urlOf: ServiceUrls
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
  /** Sources of node types besides the built-in ones. */
  readonly nodeSources?: readonly NodeSource[]
}

export type Core = ReturnType<typeof createCore>

/** Makes the parts that run flows, and those around them, without HTTP. */
export function createCore(options: CoreOptions) {
  const { config, database, version, now, log, timings } = options
  const definitionOf = (node: FlowNode) => registry.of(node)?.definition
  const repositories = createRepositories(database, {
    definitionOf,
    wordsOf: (channel) => kinds.wordsOf(channel),
    timings,
  })
  const secretKey = secretKeyOf(options.key)
  const onError = (err: unknown, about: object = {}) => log.error({ err, ...about }, 'fault')
  const events = createLiveEvents(onError)
  const web = createWebClient({ allow: config.egressAllow })
  const queue = createQueue({ database, ...databaseUrlOf(config), onError })
  const passwordWork = createPasswordWork()
  const { integrations, oauth, owners, attention, forgetAccounts, onAccountsChanged } = createAccountParts({
    ...{ config, database, repositories, web, queue, passwordWork, now, onError },
    list: options.integrations,
    key: secretKey,
    urlOf: options.urlOf,
    messages: {
      receive: (message) => receiver.receive(message),
      receipt: (receipt) => receiver.receipt(receipt),
    },
    files: {
      read: async ({ id, url }, signal) =>
        (id === undefined ? undefined : await files.open(id)) ?? downloadMedia(web, { url, signal }),
    },
    clock: options.clock,
    flowsUsing: (accountId) => flowsUsing(accountId),
    tellOthers: () => signals.send({ kind: 'accounts' }),
  })
  const kinds = createChannelKinds([sms, ...integrations.channelDefinitions])
  const registry = createNodeRegistry([...triggers, ...actions, ...integrations.nodes], {
    sources: [integrations.imported, ...(options.nodeSources ?? [])],
    channels: kinds.all,
    contactFields: () => contacts.readOwnFields(),
    options: {
      ...integrations.options,
      ...createPlaceChoices(repositories.addresses, kinds),
      [JUMP_TARGETS]: createJumpOptions({ all: () => liveFlows.all() }),
    },
  })
  const flowsUsing = flowsUsingAccount(repositories.flows, registry)
  const vault = createVault({ key: secretKey, secrets: repositories.secrets, definitionOf, now })
  const plans = createPlans({ registry, flows: repositories.flows, vault })
  const liveFlows = createLiveFlows({
    flows: repositories.flows,
    plans,
    onError: (error, flowId) => onError(error, { flowId }),
  })
  const alarm = createWakeAlarm({ queue, alarmMs: timings.alarmMs, now, onError })
  const messaging = createMessaging({
    ...{ config, database, repositories, kinds, liveFlows, events, queue, now, onError },
    key: options.key,
    ownerOf: owners.of,
    channels: integrations.channels,
    fetchMedia: integrations.fetchMedia,
    store: (message) => engine.receive(message),
    isWorking: (runId) => engine.isWorking(runId),
    nodes: () => signals.others().count + 1,
    clock: options.clock,
    onNoSign: (err) => log.debug({ err }, 'no typing sign'),
  })
  const { consent, mediaLinks, files } = messaging
  const metrics = createMetrics({
    load: () => engine.load(),
    readFigures: async () => ({
      ...(await readStoreFigures(database)),
      deliveries: await integrations.backlog(MOST_COUNTED),
    }),
    typeOf: (flowId, nodeId) => liveFlows.get(flowId)?.plan.nodes.get(nodeId)?.definition.id,
    now,
    onError,
  })
  const processId = uuidv7(now())
  const isWorker = config.roles.includes('worker')
  const { signals, node } = joinCluster({ ...databaseUrlOf(config), nodeId: processId, isWorker, timings, onError })
  const outside = withLease({ web, messages: messaging.sender }, node.lease)
  const tokens = createTokenSource({ web: outside.web, now })
  const tables = createTableSteps({ kysely: database.kysely, tables: repositories.tables, now })
  const inbox = createInbox({
    database,
    kinds,
    sender: outside.messages,
    queue,
    media: repositories.media,
    links: mediaLinks,
    events,
    engine: { goOn: (take) => engine.goOn(take) },
    processId,
    mayJudge: node.lease.mayJudge,
    now,
    onError,
  })
  const contacts = createContactParts({
    database,
    kinds,
    ownerOf: owners.of,
    cancelRun: (runId) => engine.cancel(runId),
    eraseElsewhere: integrations.eraseContact,
    now,
    onFieldsChanged: () => cluster.catalogChanged(),
  })
  const directories = createDirectories({
    database,
    openAccounts: integrations.openAccounts,
    services: integrations.directories,
    contactFields: contacts.contacts.fields.all,
    attention,
    now,
    onError,
  })
  const stepServices = {
    contacts: contacts.steps,
    agents: repositories.accountAgents,
    handOvers: inbox.handOvers,
    conversations: inbox.ofFlows,
    bots: integrations.bots,
    ...outside,
    consents: consent.ofFlows,
    tokens,
    accountTokens: oauth.accountTokens,
    files,
    tables,
    now,
  }
  const ownEngine = createEngine({
    processId,
    node,
    timings,
    writer: createRunWriter(database, { now, processId, timings, onFlush: metrics.countFlush }),
    runs: repositories.runs,
    processes: repositories.processes,
    plans,
    services: stepServices,
    accounts: integrations.openAccounts,
    events,
    maxConcurrentRuns: config.maxConcurrentRuns,
    queueLimit: config.queueLimit,
    holdTextsMs: config.holdTextsSeconds * 1_000,
    setAlarm: alarm.set,
    followUps: [inbox.sweep],
    answeringTypes: () => registry.catalog.nodes.filter(({ answers }) => answers).map(({ id }) => id),
    jumpTarget: createJumpTarget(liveFlows),
    isHeld: (flowId) => liveFlows.get(flowId)?.paused ?? true,
    heldPerMinute: (flowId) => heldPerMinute(liveFlows.get(flowId)?.plan),
    processInfo: { host: hostname(), pid: process.pid, version },
    onFault: onError,
  })
  const engine = cancellingEverywhere(ownEngine, signals)
  const receiver = messaging.createReceiver(engine)
  const accessChanges = createAccessChanges(signals)
  const samples = createSampleListeners({ flows: repositories.flows, registry, vault, send: signals.send, now })
  const cluster = createCluster({
    signals,
    listening: samples.receive,
    events,
    liveFlows,
    engine,
    compareMs: timings.compareMs,
    isShared: config.databaseUrl !== undefined,
    forgetAccounts,
    refreshEventWants: () => database.eventWants.refresh(),
    onAccessChanged: accessChanges.heard,
    changeCounters: () => readChangeCounters(database.kysely),
    async refreshCatalog() {
      await registry.refresh()
      // Also where no block is different: an integration may have no actions, and pictures that are missing.
      events.deliver({ type: 'catalog', revision: registry.catalog.revision ?? '', at: now().toISOString() })
    },
    onError,
  })
  const pictures = createPictureFetcher({
    ...repositories,
    queue,
    web,
    onChange: () => cluster.catalogChanged(),
    onError,
  })
  const observing = createObserving({
    ...{ config, database, version, liveFlows, plans, engine, events, web, queue, kinds, processId, now, onError },
    key: secretKey,
    runs: repositories.runs,
    services: stepServices,
    sendAlone: messaging.sendAlone,
    mayJudge: node.lease.mayJudge,
    renewal: oauth.renewal,
    agentStatuses: inbox.agentStatuses,
    synchronization: directories.job,
    onStart: metrics.countTick,
    onChange: () => cluster.catalogChanged(),
  })
  return {
    repositories: { ...repositories, addresses: tellingOfOwners(repositories.addresses, onAccountsChanged) },
    registry,
    vault,
    events,
    liveFlows,
    samples,
    sharedLiveFlows: tellingOthers(liveFlows, signals),
    web,
    stepServices,
    ...oauth,
    flowsUsing,
    plans,
    engine,
    ...observing,
    pictures,
    workers: [
      observing.eventWebhooks.worker,
      ...integrations.jobs,
      pictures.worker,
      alarm.workerFor(engine),
      observing.alerting.worker,
      messaging.worker,
      ...inbox.workers,
    ],
    cluster,
    accessChanges,
    queue,
    kinds,
    receiver,
    inbox,
    contacts: contacts.contacts,
    synchronizations: directories.synchronizations,
    consent,
    mediaLinks,
    onMediaStored: messaging.onMediaStored,
    integrations,
    metrics,
    passwordWork,
    onError,
  }
}
