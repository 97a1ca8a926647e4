import { createTurns } from '../../bots/create-turns.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { lexAccount } from './account.ts'
import { createLexBot } from './actions/lex-bot/run.ts'
import { lexTalk } from './bot.ts'
import { checkLex } from './check.ts'

/** Bots of Amazon Lex V2: a text goes to the bot, and its answer comes back as data. */
export const lex = defineIntegration({
  account: lexAccount,
  create: (host) => ({
    check: (account, { signal }) => checkLex(host, account, signal),
    bot: lexTalk,
    actions: [createLexBot(createTurns())],
  }),
})
