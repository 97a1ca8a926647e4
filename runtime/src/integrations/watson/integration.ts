import { createTurns } from '../../bots/create-turns.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { watsonAccount } from './account.ts'
import { createWatsonAssistant } from './actions/watson-assistant/run.ts'
import { createWatsonTalk } from './bot.ts'
import { checkWatson } from './check.ts'
import { iamClient } from './oauth.ts'
import { createSessionRepository } from './session-repository.ts'
import { createSessionUpkeep } from './session-upkeep.ts'

/** Assistants of IBM watsonx Assistant, and the classic workspaces that came before. */
export const watson = defineIntegration({
  account: watsonAccount,
  hosts: { iam: 'https://iam.cloud.ibm.com' },
  create(host) {
    const sessions = createSessionRepository(host.tables())
    return {
      check: (account, { signal }) => checkWatson(host, account, signal),
      oauth: ({ properties }) => iamClient(properties, host.url('iam')),
      bot: createWatsonTalk(host.accountTokens),
      actions: [createWatsonAssistant(sessions, createTurns())],
      jobs: [createSessionUpkeep(sessions, host.now)],
      eraseContact: sessions.eraseContact,
    }
  },
})
