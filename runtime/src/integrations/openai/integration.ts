import { defineIntegration } from '../../kit/integration.ts'
import { openaiAccount } from './account.ts'
import { createAskModel } from './actions/ask-model/run.ts'
import { createModelBot } from './bot/bot.ts'
import { checkOpenAi } from './check.ts'

/** Language models behind the Chat Completions of OpenAI, which others speak as well. */
export const openai = defineIntegration({
  account: openaiAccount,
  hosts: { api: 'https://api.openai.com/v1' },
  create: ({ web, url, now }) => ({
    check: ({ properties }, { signal }) => checkOpenAi({ web, url, properties, signal }, now()),
    bot: createModelBot(url),
    actions: [createAskModel(url)],
  }),
})
