import type { FlowNode } from '@patchbay/shared/flow'
import { listenedEvents, listenedPaths } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { createAgentRepository } from './directory/agent-repository.ts'
import { createManifestRepository } from './manifests/manifest-repository.ts'
import { createPictureRepository } from './manifests/picture-repository.ts'
import { createAddressRepository } from './messaging/address-repository.ts'
import type { ChannelKinds } from './messaging/channel-kinds.ts'
import { createConsentRepository } from './messaging/consent/consent-repository.ts'
import { createMediaRepository } from './messaging/media/media-repository.ts'
import { createMessageRepository } from './messaging/message-repository.ts'
import type { Timings } from './platform/timings.ts'
import type { Database } from './store/database.ts'
import { createAccountTroubles } from './store/repositories/account-troubles.ts'
import { createCallbackLogRepository } from './store/repositories/callback-log-repository.ts'
import { createDayCounts } from './store/repositories/day-counts.ts'
import { createFlowRepository } from './store/repositories/flow-repository.ts'
import { createPresenceRepository } from './store/repositories/presence-repository.ts'
import { createProcessRepository } from './store/repositories/process-repository.ts'
import { createSecretRepository } from './store/repositories/secret-repository.ts'
import { createSettingRepository } from './store/repositories/setting-repository.ts'
import { createTokenRepository } from './store/repositories/token-repository.ts'
import { createWorkingCopyRepository } from './store/repositories/working-copy-repository.ts'
import { createDeadLetterRepository } from './store/runs/dead-letters.ts'
import { createRunRepository } from './store/runs/run-repository.ts'
import { createTableRepository } from './tables/table-repository.ts'

interface RepositoriesOptions {
  readonly definitionOf: (node: FlowNode) => NodeDefinition | undefined
  readonly wordsOf: ChannelKinds['wordsOf']
  readonly timings: Timings
}

/** Makes the repositories, by subject. */
export function createRepositories(database: Database, { definitionOf, wordsOf, timings }: RepositoriesOptions) {
  return {
    flows: createFlowRepository(
      database.kysely,
      (flow) => listenedPaths(flow, definitionOf).map(({ path }) => path),
      (flow) => listenedEvents(flow, definitionOf),
    ),
    addresses: createAddressRepository(database.kysely, wordsOf),
    messages: createMessageRepository(database.kysely),
    media: createMediaRepository(database.kysely),
    consents: createConsentRepository(database.kysely),
    accountAgents: createAgentRepository(database.kysely),
    manifests: createManifestRepository(database.kysely),
    pictures: createPictureRepository(database.kysely),
    tables: createTableRepository(database.kysely),
    runs: createRunRepository(database.kysely),
    deadLetters: createDeadLetterRepository(database.kysely),
    secrets: createSecretRepository(database.kysely),
    settings: createSettingRepository(database.kysely),
    tokens: createTokenRepository(database.kysely),
    accountTroubles: createAccountTroubles(database.kysely),
    dayCounts: createDayCounts(database.kysely),
    processes: createProcessRepository(database.kysely, timings.deadAfterMs),
    workingCopies: createWorkingCopyRepository(database.kysely),
    presences: createPresenceRepository(database.kysely),
    callbackLogs: createCallbackLogRepository(database.kysely),
  }
}
