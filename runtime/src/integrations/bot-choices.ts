import { type OptionSource, pageOfOptions } from '../kit/options.ts'
import { textOf } from '../kit/values.ts'

const TIMEOUT_MS = 10_000

/** The source of the bots of an account: none where there is no account yet, or its service lists none. */
export const botChoices: OptionSource = async (query, { services, signal, account }) => {
  const accountId = textOf(query.inputs.account)
  const known = accountId === '' ? undefined : await services.bots.of(accountId)
  if (known?.bot.list === undefined) return { items: [], next: null }
  const { web, now } = services
  const opened = await account(known.account, accountId)
  return pageOfOptions(await known.bot.list(opened, { web, now, signal, timeoutMs: TIMEOUT_MS }), query)
}
