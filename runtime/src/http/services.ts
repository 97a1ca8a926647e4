import type { FlowTemplate } from '@patchbay/shared/api'
import type { Accounts } from '../accounts/accounts.ts'
import type { Connecting } from '../accounts/oauth/connecting.ts'
import type { AccessChanges } from '../cluster/access-changes.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { AccountAgentService } from '../directory/account-agents.ts'
import type { Interactions } from '../directory/interactions/interactions.ts'
import type { Synchronizations } from '../directory/synchronizations.ts'
import type { Engine } from '../engine/engine.ts'
import type { LiveEvents } from '../engine/live-events.ts'
import type { EventLines } from '../event-webhooks/event-lines.ts'
import type { EventWebhooks } from '../event-webhooks/webhooks.ts'
import type { Inbox } from '../inbox/create-inbox.ts'
import type { Route } from '../kit/route.ts'
import type { ImportedIntegrations } from '../manifests/imported-integrations.ts'
import type { Addresses } from '../messaging/addresses.ts'
import type { Numbers } from '../messaging/numbers.ts'
import type { ActionTests } from '../services/action-tests.ts'
import type { AddressImport } from '../services/address-import.ts'
import type { ApiTokens } from '../services/api-tokens.ts'
import type { CallbackLog } from '../services/callback-log.ts'
import type { Callbacks } from '../services/callbacks.ts'
import type { CatalogService } from '../services/catalog.ts'
import type { Consents } from '../services/consents.ts'
import type { ConversationTools } from '../services/conversation-tools.ts'
import type { Credentials } from '../services/credentials.ts'
import type { DeadLetterService } from '../services/dead-letters.ts'
import type { FlowTests } from '../services/flow-tests.ts'
import type { Flows } from '../services/flows.ts'
import type { Identity } from '../services/identity.ts'
import type { InstallationService } from '../services/installation.ts'
import type { Media } from '../services/media.ts'
import type { Options } from '../services/options.ts'
import type { Passwords } from '../services/passwords.ts'
import type { Presences } from '../services/presence.ts'
import type { RequestLog } from '../services/request-log.ts'
import type { Runs } from '../services/runs.ts'
import type { SampleListeners } from '../services/sample-listeners.ts'
import type { FirstSetup } from '../services/setup.ts'
import type { Simulator } from '../services/simulator.ts'
import type { TodayService } from '../services/today.ts'
import type { ApiTriggers } from '../services/triggers.ts'
import type { Users } from '../services/users.ts'
import type { Webhooks } from '../services/webhooks.ts'
import type { WorkingCopies } from '../services/working-copies.ts'
import type { Backups } from '../store/pglite/backup.ts'
import type { Tables } from '../tables/tables.ts'
import type { Identify } from './identify.ts'
import type { Metrics } from './metrics.ts'

/** Everything the routes call. The routes themselves hold no logic beyond HTTP. */
export interface RouteServices {
  readonly catalog: CatalogService
  readonly templates: readonly FlowTemplate[]
  readonly flows: Flows
  readonly flowTests: FlowTests
  readonly workingCopies: WorkingCopies
  readonly presences: Presences
  readonly conversationPresences: Presences
  readonly conversationTools: ConversationTools
  readonly addresses: Addresses
  readonly numbers: Numbers
  readonly inbox: Inbox
  readonly eventLines: EventLines
  readonly contacts: Contacts
  readonly interactions: Interactions
  readonly consents: Consents
  readonly media: Media
  readonly tables: Tables
  readonly runs: Runs
  readonly deadLetters: DeadLetterService
  readonly simulator: Simulator
  readonly actionTests: ActionTests
  readonly options: Options
  readonly apiTriggers: ApiTriggers
  readonly webhooks: Webhooks
  readonly eventWebhooks: EventWebhooks
  readonly requests: RequestLog
  readonly samples: SampleListeners
  readonly callbacks: Callbacks
  readonly callbackLog: CallbackLog
  readonly importedIntegrations: ImportedIntegrations
  readonly accounts: Accounts
  readonly synchronizations: Synchronizations
  readonly accountAgents: AccountAgentService
  readonly connecting: Connecting
  readonly addressImport: AddressImport
  readonly identity: Identity
  readonly identify: Identify
  readonly users: Users
  readonly passwords: Passwords
  readonly apiTokens: ApiTokens
  readonly credentials: Credentials
  readonly accessChanges: AccessChanges
  readonly setup: FirstSetup
  readonly installation: InstallationService
  readonly today: TodayService
  /** Routes whose addresses outside services dictate. */
  readonly integrationRoutes: readonly Route[]
  readonly engine: Engine
  readonly events: LiveEvents
  readonly backups: Backups
  readonly metrics: Metrics
  /** Folder of the built designer. */
  readonly pagesFolder: string
  readonly publicUrl?: string
  readonly now: () => Date
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
  /** Resolves when the database answers. */
  ping(): Promise<void>
  /** Aborted when the server stops, so that open streams close. */
  readonly stopping: AbortSignal
}
