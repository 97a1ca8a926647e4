import type { FlowTemplate } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { sql } from 'kysely'
import { createAccounts } from './accounts/accounts.ts'
import type { Core, CoreOptions } from './core.ts'
import { createAccountAgents } from './directory/account-agents.ts'
import { createInteractions } from './directory/interactions/interactions.ts'
import { createEventLines } from './event-webhooks/event-lines.ts'
import { createIdentify } from './http/identify.ts'
import type { RouteServices } from './http/services.ts'
import { requireId } from './kit/ids.ts'
import { accountsOfIntegration } from './manifests/accounts-of-integration.ts'
import { askWithoutAccount } from './manifests/ask-without-account.ts'
import { BRIDGE_ICON } from './manifests/bridge-account.ts'
import { createImportedIntegrations } from './manifests/imported-integrations.ts'
import { flowsUsingIntegrations } from './manifests/integration-uses.ts'
import { createAddresses } from './messaging/addresses.ts'
import { channelNames } from './messaging/channel-names.ts'
import { createNumbers } from './messaging/numbers.ts'
import { publicUrlOf } from './platform/config/addresses.ts'
import { createAllowList } from './platform/egress/allow-list.ts'
import { secretKeyOf } from './platform/secrets/secret-key.ts'
import { createActionTests } from './services/action-tests.ts'
import { createAddressImport } from './services/address-import.ts'
import { createApiTokens } from './services/api-tokens.ts'
import { createCallbackLog } from './services/callback-log.ts'
import { createCallbacks } from './services/callbacks.ts'
import { createCatalog } from './services/catalog.ts'
import { createConsents } from './services/consents.ts'
import { createConversationTools } from './services/conversation-tools.ts'
import { createCredentials } from './services/credentials.ts'
import { createDeadLetters } from './services/dead-letters.ts'
import { createDrafts } from './services/drafts.ts'
import { createEventFiles } from './services/event-files.ts'
import { createFlowProblems } from './services/flow-problems.ts'
import { createFlowTests } from './services/flow-tests.ts'
import { createFlowViews } from './services/flow-views.ts'
import { createFlows } from './services/flows.ts'
import { createIdentity } from './services/identity.ts'
import { createInstallation } from './services/installation.ts'
import { createMedia } from './services/media.ts'
import { createOptions } from './services/options.ts'
import { createPasswords } from './services/passwords.ts'
import { createPresences } from './services/presence.ts'
import { createRequestLog } from './services/request-log.ts'
import { createRuns } from './services/runs.ts'
import { createSetup } from './services/setup.ts'
import { createSimulator } from './services/simulator.ts'
import { createToday } from './services/today.ts'
import { createTriggerCheck } from './services/trigger-check.ts'
import { createApiTriggers } from './services/triggers.ts'
import { createUsers } from './services/users.ts'
import { createWebhooks } from './services/webhooks.ts'
import { createWorkingCopies } from './services/working-copies.ts'
import type { Database } from './store/database.ts'
import { makeDue } from './store/runs/make-due.ts'
import { flowsUsingTable } from './tables/table-uses.ts'
import { createTables } from './tables/tables.ts'

export interface ServicesOptions extends CoreOptions {
  readonly overrides: { readonly pagesFolder?: string }
  readonly core: Core
  /** Folder of the built designer. */
  readonly pagesFolder: string
  readonly templates: readonly FlowTemplate[]
  readonly stopping: AbortController
}

/** Makes the operations behind the routes. */
export function createServices(options: ServicesOptions): RouteServices {
  const { config, overrides, database, key, now, core, templates, stopping } = options
  const { repositories, registry, vault, events, liveFlows, engine, integrations, kinds } = core
  const { flows, addresses: addressRepository, messages, runs } = repositories
  const problems = createFlowProblems({
    registry,
    vault,
    liveFlows,
    accounts: integrations.accounts,
    hasBot: integrations.hasBot,
    kinds,
    tables: repositories.tables,
    findAddress: addressRepository.find,
  })
  const drafts = createDrafts({ flows, addresses: addressRepository, problems, plans: core.plans, now })
  const show = (channel: string, value: string) => kinds.get(channel)?.show(value) ?? value
  const views = createFlowViews({
    registry,
    addresses: addressRepository,
    runs,
    problems,
    show,
    now,
    onError: core.onError,
  })
  const { accessChanges } = core
  const users = createUsers({
    database,
    passwordWork: core.passwordWork,
    onChange: accessChanges.tell,
    onReleased: (conversationId) => events.publish({ type: 'conversation', conversationId, at: now().toISOString() }),
    now,
  })
  const apiTokens = createApiTokens({
    tokens: repositories.tokens,
    key: secretKeyOf(key),
    now,
    onChange: accessChanges.tell,
    onError: core.onError,
  })
  accessChanges.subscribe(apiTokens.forget)
  const credentials = createCredentials(apiTokens, config.apiToken)
  const identity = createIdentity({ database, key, passwordWork: core.passwordWork, ...publicUrlOf(config) })
  const addresses = createAddresses({
    addresses: addressRepository,
    settings: repositories.settings,
    liveFlows: core.sharedLiveFlows,
    kinds,
    carries: integrations.carries,
    hasOwnAddress: integrations.hasOwnAddress,
    requireTriggers: createTriggerCheck({ flows, registry, kinds }),
    now,
  })
  const installation = createInstallation(repositories.settings, {
    version: options.version,
    canMail: config.mail !== undefined,
  })
  const requests = createRequestLog()
  const accounts = createAccounts({
    accounts: integrations.accounts,
    openAccounts: integrations.openAccounts,
    types: integrations.accountTypes,
    key: secretKeyOf(key),
    flowsUsing: async (accountId) => (await core.flowsUsing(accountId)).map(({ name }) => name),
    connectionOf: core.accountTokens.connection,
    addressesOf: addressRepository.ofAccount,
    onAddressChanged: async (address) => {
      const flowId = (await addressRepository.find(address))?.flowId
      if (flowId !== undefined && flowId !== null) await core.sharedLiveFlows.refresh(flowId)
    },
    channelsOf: (type) => kinds.carriedBy(integrations.channels.get(type)).map(({ id }) => id),
    wordsOf: kinds.wordsOf,
    now,
  })
  const callbackLog = createCallbackLog({ logs: repositories.callbackLogs, onError: core.onError })
  const media = createMedia({
    media: repositories.media,
    links: core.mediaLinks,
    onStored: core.onMediaStored,
    now,
  })
  const runsService = createRuns({ runs, engine, liveFlows, plans: core.plans, filesOf: media.ofRun, show })
  return {
    catalog: createCatalog({
      registry,
      furtherIcons: [...options.integrations.map(({ account }) => account.icon), BRIDGE_ICON],
    }),
    templates,
    flows: createFlows({
      flows,
      addresses: addressRepository,
      liveFlows: core.sharedLiveFlows,
      registry,
      vault,
      events,
      problems,
      views,
      now,
    }),
    flowTests: createFlowTests({ engine, liveFlows, flows, drafts, requests, now }),
    workingCopies: createWorkingCopies({
      copies: repositories.workingCopies,
      flows,
      registry,
      now,
      onError: core.onError,
    }),
    presences: createPresences({
      presences: repositories.presences,
      idOf: (id) => requireId(id, 'FLOW_NOT_FOUND', 'There is no such flow.'),
      mustExist: (id) => flows.requireFlow(id),
      tellOthers: (flowId) => events.publish({ type: 'presence', flowId, at: now().toISOString() }),
    }),
    conversationTools: createConversationTools({
      conversations: core.inbox.conversations,
      liveFlows,
      engine,
      templatesOf: integrations.templates,
    }),
    conversationPresences: createPresences({
      presences: repositories.presences,
      idOf: (id) => requireId(id, 'CONVERSATION_NOT_FOUND', 'There is no such conversation.'),
      mustExist: (id) => core.inbox.conversations.get(id, ''),
      tellOthers: (conversationId) =>
        events.publish({ type: 'conversation-presence', conversationId, at: now().toISOString() }),
    }),
    addresses,
    numbers: createNumbers(addresses),
    inbox: core.inbox,
    eventLines: createEventLines({
      kysely: database.kysely,
      channelName: channelNames(kinds),
      now,
    }),
    contacts: core.contacts,
    synchronizations: core.synchronizations,
    interactions: createInteractions({
      contact: core.contacts.record,
      services: integrations.directories,
      accounts: integrations.accounts,
      openAccounts: integrations.openAccounts,
      now,
      onError: core.onError,
    }),
    consents: createConsents({ consents: repositories.consents, consent: core.consent, kinds, now }),
    media,
    tables: createTables({
      kysely: database.kysely,
      tables: repositories.tables,
      flowsUsing: flowsUsingTable(flows, (node) => registry.of(node)?.definition),
      now,
    }),
    runs: runsService,
    deadLetters: createDeadLetters({ deadLetters: repositories.deadLetters, runs: runsService, now }),
    simulator: createSimulator({
      messages,
      receiver: core.receiver,
      drafts,
      settings: repositories.settings,
      files: repositories.media,
      links: core.mediaLinks,
      kinds,
      addresses: addressRepository,
      runs: runsService,
      endWait: async (runId) => {
        await makeDue(database, runId, now())
        // Without work of its own, this process leaves the run to the next sweep of another one.
        if (config.roles.includes('worker')) await engine.wakeDue()
      },
      now,
    }),
    actionTests: createActionTests({
      accounts: integrations.openAccounts,
      registry,
      vault,
      services: core.stepServices,
      documentOf: async (flowId) => (await flows.get(flowId)).document,
    }),
    options: createOptions({ registry, services: core.stepServices, accounts: integrations.openAccounts }),
    apiTriggers: createApiTriggers({
      engine,
      liveFlows,
      flows,
      runs,
      credentials,
      signInToStart: integrations.signInToStart,
      requests,
      samples: core.samples,
      now,
    }),
    webhooks: createWebhooks({
      engine,
      liveFlows,
      requests,
      samples: core.samples,
      filesOfEvent: createEventFiles({ media, files: repositories.media, links: core.mediaLinks, now }),
      now,
    }),
    eventWebhooks: core.eventWebhooks.webhooks,
    requests,
    samples: core.samples,
    callbacks: createCallbacks({ ...integrations, messages: core.receiver, log: callbackLog, show, now }),
    callbackLog,
    importedIntegrations: createImportedIntegrations({
      manifests: repositories.manifests,
      pictures: repositories.pictures,
      beginPictures: core.pictures.begin,
      askBridge: (integration) => askWithoutAccount({ web: core.web, now }, integration),
      accountsOf: accountsOfIntegration(integrations),
      usesOf: flowsUsingIntegrations(flows),
      mayBePlain: createAllowList(config.egressAllow).allowsUrl,
      onChange: core.cluster.catalogChanged,
      now,
    }),
    integrationRoutes: integrations.routes,
    accounts,
    accountAgents: createAccountAgents({ agents: repositories.accountAgents, accounts: integrations.accounts }),
    connecting: core.connecting,
    addressImport: createAddressImport({ accounts, addresses, kinds }),
    identity,
    identify: createIdentify({ credentials, identity, clock: options.clock }),
    users,
    passwords: createPasswords({
      database,
      users,
      passwordWork: core.passwordWork,
      onChange: accessChanges.tell,
      now,
    }),
    apiTokens,
    credentials,
    accessChanges,
    setup: createSetup(users, installation, config.admin),
    installation,
    today: createToday({
      counts: repositories.dayCounts,
      troubles: repositories.accountTroubles,
      now,
      clock: options.clock,
    }),
    engine,
    events,
    backups: core.backups,
    metrics: core.metrics,
    pagesFolder: overrides.pagesFolder ?? options.pagesFolder,
    ...publicUrlOf(config),
    now,
    clock: options.clock,
    ping: () => ping(database),
    stopping: stopping.signal,
  }
}

async function ping(database: Database): Promise<void> {
  try {
    await sql`select 1`.execute(database.kysely)
  } catch (cause) {
    throw new AppError('STORE_UNAVAILABLE', 'The database does not answer.', { cause })
  }
}
