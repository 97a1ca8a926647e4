import { randomBytes } from 'node:crypto'
import { systemEndpoints } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../kit/route.ts'
import { apiPage } from './api-page/api-page.ts'
import { type OpenApi, openApi } from './openapi.ts'
import { accessRoutes } from './routes/access.ts'
import { accountAgentRoutes } from './routes/account-agents.ts'
import { connectionRoutes } from './routes/account-connections.ts'
import { accountRoutes } from './routes/accounts.ts'
import { actionRoutes } from './routes/actions.ts'
import { addressRoutes } from './routes/addresses.ts'
import { backupRoutes } from './routes/backup.ts'
import { callbackRoutes } from './routes/callbacks.ts'
import { consentRoutes } from './routes/consent.ts'
import { contactRoutes } from './routes/contacts.ts'
import { conversationToolRoutes } from './routes/conversation-tools.ts'
import { deadLetterRoutes } from './routes/dead-letters.ts'
import { eventDetailRoutes } from './routes/event-details.ts'
import { eventWebhookRoutes } from './routes/event-webhooks.ts'
import { eventRoutes } from './routes/events.ts'
import { flowRoutes } from './routes/flows.ts'
import { healthRoutes } from './routes/health.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { installationRoutes } from './routes/installation.ts'
import { integrationRoutes } from './routes/integrations.ts'
import { interactionRoutes } from './routes/interactions.ts'
import { liveFlowRoutes } from './routes/live-flows.ts'
import { mediaRoutes } from './routes/media.ts'
import { numberRoutes } from './routes/numbers.ts'
import { pageRoutes } from './routes/pages.ts'
import { runRoutes } from './routes/runs.ts'
import { savedReplyRoutes } from './routes/saved-replies.ts'
import { sessionRoutes } from './routes/session.ts'
import { simulatorRoutes } from './routes/simulator.ts'
import { smartFlowsRoutes } from './routes/smartflows.ts'
import { synchronizationRoutes } from './routes/synchronizations.ts'
import { tableRoutes } from './routes/tables.ts'
import { triggerRoutes } from './routes/triggers.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { webhookV1Routes } from './routes/webhooks-v1.ts'
import { workingCopyRoutes } from './routes/working-copies.ts'
import { contentPolicy } from './security-headers.ts'
import type { RouteServices } from './services.ts'
import { createSignInLimit } from './sign-in-limit.ts'

/** Every address of Patchbay and who may call it. An address that is not listed here does not exist. */
export function createRouteTable(services: RouteServices, version: string): readonly Route[] {
  const limit = createSignInLimit(services.clock)
  const routes: Route[] = [
    ...sessionRoutes(services, limit),
    ...flowRoutes(services),
    ...liveFlowRoutes(services),
    ...workingCopyRoutes(services),
    ...addressRoutes(services),
    ...numberRoutes(services),
    ...contactRoutes(services),
    ...interactionRoutes(services),
    ...conversationToolRoutes(services),
    ...inboxRoutes(services),
    ...savedReplyRoutes(services),
    ...consentRoutes(services),
    ...mediaRoutes(services),
    ...tableRoutes(services),
    ...runRoutes(services),
    ...deadLetterRoutes(services),
    ...simulatorRoutes(services),
    ...actionRoutes(services),
    ...accessRoutes(services),
    ...integrationRoutes(services),
    ...accountRoutes(services),
    ...synchronizationRoutes(services),
    ...connectionRoutes(services),
    ...accountAgentRoutes(services),
    ...backupRoutes(services),
    ...installationRoutes(services),
    ...eventRoutes(services),
    ...triggerRoutes(services),
    ...webhookRoutes(services),
    ...callbackRoutes(services),
    ...services.integrationRoutes,
    ...smartFlowsRoutes(services, limit),
    ...eventWebhookRoutes(services),
    ...webhookV1Routes(services),
    ...eventDetailRoutes(services),
    ...healthRoutes(services),
    defineRoute(systemEndpoints.openApi, { access: 'api-docs', handle: () => openApi(routes, version) }),
    defineRoute(systemEndpoints.docs, { access: 'api-docs', handle: () => answerPage(openApi(routes, version)) }),
    ...pageRoutes(services),
  ]
  return routes
}

/** The page has the same content policy as the designer's pages. */
function answerPage(document: OpenApi): Response {
  const nonce = randomBytes(16).toString('base64')
  return new Response(apiPage(document, nonce), {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentPolicy(nonce),
    },
  })
}
