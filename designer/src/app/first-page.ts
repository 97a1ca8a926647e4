import type { Rights } from '../api/queries.ts'
import { appTexts } from '../ui/texts/app.ts'
import { tokenTexts } from '../ui/texts/tokens.ts'

/** The page that opens first for these rights: Home with flows, the inbox for agents, the account for API users. */
export function firstPage({ canSeeFlows, canAnswer, canUseApi }: Rights): {
  readonly path: string
  readonly title: string
} {
  if (canSeeFlows) return { path: '/', title: appTexts.home }
  if (canAnswer) return { path: '/inbox', title: appTexts.inbox }
  if (canUseApi) return { path: '/account', title: tokenTexts.accountTitle }
  return { path: '/help', title: appTexts.help }
}
