import { accountAgentEndpoints } from './account-agents.ts'
import { connectionEndpoints } from './account-connections.ts'
import { accountEndpoints, callbackEndpoints } from './accounts.ts'
import { actionEndpoints } from './actions.ts'
import { addressEndpoints } from './addresses.ts'
import { agentEndpoints } from './agent-status.ts'
import { catalogEndpoints } from './catalog.ts'
import { consentEndpoints } from './consent.ts'
import { contactFieldEndpoints } from './contact-field-endpoints.ts'
import { contactEndpoints } from './contacts.ts'
import { conversationToolEndpoints } from './conversation-tools.ts'
import { conversationEndpoints } from './conversations.ts'
import { deadLetterEndpoints } from './dead-letters.ts'
import { directoryEndpoints } from './directory.ts'
import type { Endpoint } from './endpoint.ts'
import { eventDetailEndpoints } from './event-details.ts'
import { eventEndpoints } from './events.ts'
import { flowTestEndpoints } from './flow-tests.ts'
import { flowEndpoints, liveFlowEndpoints } from './flows.ts'
import { installationEndpoints } from './installation.ts'
import { integrationEndpoints } from './integrations.ts'
import { interactionEndpoints } from './interactions.ts'
import { mediaEndpoints } from './media.ts'
import { numberEndpoints } from './numbers.ts'
import { optionEndpoints } from './options.ts'
import { presenceEndpoints } from './presence.ts'
import { runEndpoints } from './runs.ts'
import { savedReplyEndpoints } from './saved-replies.ts'
import { sessionEndpoints } from './session.ts'
import { simulatorEndpoints } from './simulator.ts'
import { healthEndpoints, systemEndpoints } from './system.ts'
import { tableEndpoints } from './tables.ts'
import { ownTokenEndpoints, tokenEndpoints } from './tokens.ts'
import { smartFlowsEndpoints, triggerEndpoints } from './triggers.ts'
import { userEndpoints } from './users.ts'
import { webhookEndpoints } from './webhooks.ts'
import { webhookV1Endpoints } from './webhooks-v1.ts'
import { workingCopyEndpoints } from './working-copies.ts'

/** Every address of Patchbay's own, by subject, in the order of its documentation. */
export const endpointGroups = {
  'Sign-in': sessionEndpoints,
  Users: userEndpoints,
  'API tokens': tokenEndpoints,
  'Own API tokens': ownTokenEndpoints,
  Actions: { ...catalogEndpoints, ...actionEndpoints, options: optionEndpoints.list },
  Flows: flowEndpoints,
  'Live flows': { ...liveFlowEndpoints, ...flowTestEndpoints },
  'Unsaved work': workingCopyEndpoints,
  Presence: presenceEndpoints,
  Addresses: addressEndpoints,
  Numbers: numberEndpoints,
  Inbox: { ...conversationEndpoints, ...conversationToolEndpoints },
  Agents: agentEndpoints,
  'Saved replies': savedReplyEndpoints,
  Contacts: { ...contactEndpoints, ...contactFieldEndpoints, ...interactionEndpoints },
  Consent: consentEndpoints,
  Files: mediaEndpoints,
  Tables: tableEndpoints,
  Runs: runEndpoints,
  'Dead letters': deadLetterEndpoints,
  'Phone simulator': simulatorEndpoints,
  'Live events': eventEndpoints,
  Integrations: integrationEndpoints,
  'Integration accounts': {
    ...accountEndpoints,
    ...connectionEndpoints,
    ...accountAgentEndpoints,
  },
  Synchronization: directoryEndpoints,
  Triggers: triggerEndpoints,
  'Outside services': callbackEndpoints,
  'As SmartFlows': smartFlowsEndpoints,
  'Event webhooks': webhookEndpoints,
  'Event webhooks as Gladly': webhookV1Endpoints,
  'What events name': eventDetailEndpoints,
  Monitoring: healthEndpoints,
  Installation: installationEndpoints,
  Server: systemEndpoints,
} as const satisfies Record<string, Readonly<Record<string, Endpoint>>>

type MemberOf<Group> = Group extends unknown ? Group[keyof Group] : never

/** The endpoints of `endpointGroups` by method and path, such as `GET /api/flows/:id`. */
export type Endpoints = {
  [Row in MemberOf<(typeof endpointGroups)[keyof typeof endpointGroups]> as `${Row['method']} ${Row['path']}`]: Row
}
