import { randomUUID } from 'node:crypto'
import type { AccountCheck } from '@patchbay/shared/api'
import type { OpenAccount } from '../../kit/account.ts'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { refusedCall, type ServiceAnswer } from '../../kit/service-call.ts'
import type { LexProperties } from './account.ts'
import { getSession } from './calls.ts'
import { keyFaultOf, refusalOf } from './wire.ts'

const TIMEOUT_MS = 20_000

/** Has the form of an id, and belongs to nobody that the account would know. */
const NO_BOT = '0000000000'

/**
 * Test Connection: asks for a conversation that there is not. What Lex says about it tells whether the keys are right,
 * and whether the bot is there. Nothing is said to the bot, so nothing is billed.
 */
export async function checkLex(
  { web, now }: Pick<IntegrationHost, 'web' | 'now'>,
  { properties }: OpenAccount<LexProperties>,
  signal: AbortSignal,
): Promise<AccountCheck> {
  const { testBotId = '', testBotAlias = '', testLocale = '' } = properties
  const line = await checkLine(async () => {
    const response = await getSession(
      { web, properties, signal, timeoutMs: TIMEOUT_MS, now: now() },
      {
        botId: testBotId || NO_BOT,
        botAlias: testBotAlias || 'TSTALIASID',
        locale: testLocale || 'en_US',
        sessionId: randomUUID(),
      },
    )
    return testBotId === '' ? readAboutKeys(response) : readAboutBot(response)
  })
  return accountCheck([line], 'Amazon Lex answers.')
}

function readAboutKeys(response: ServiceAnswer): string {
  const { type, message } = keysTaken(response)
  if (type === 'AccessDeniedException' || type === 'ResourceNotFoundException' || type === 'ValidationException') {
    return 'The keys work. No bot was asked for: Test Bot ID is empty.'
  }
  throw refusedCall(`Amazon Lex answered ${response.statusCode}${message === '' ? '' : `: ${message}`}`)
}

function readAboutBot(response: ServiceAnswer): string {
  const { statusCode, body } = response
  if (statusCode === 200 && body !== undefined) return 'The keys work, and the bot is there.'
  const { type, message } = keysTaken(response)
  if (type === 'AccessDeniedException') {
    throw refusedCall(
      'The keys are right, but may not use this bot. Allow them lex:RecognizeText and lex:GetSession in IAM.',
    )
  }
  if (type === 'ResourceNotFoundException' && /session/i.test(message)) return 'The keys work, and the bot is there.'
  const words = message === '' ? '' : ` Amazon Lex says: ${message}`
  if (type === 'ResourceNotFoundException' || type === 'ValidationException') {
    throw refusedCall(`The keys work, but there is no such bot, alias or locale in this region.${words}`)
  }
  throw refusedCall(`Amazon Lex answered ${statusCode}.${words}`)
}

/** @throws AppError HTTP_STATUS when the keys are refused, or it is not Lex that answers */
function keysTaken(response: ServiceAnswer): { readonly type: string; readonly message: string } {
  const refusal = refusalOf(response)
  const fault = keyFaultOf(refusal)
  if (fault !== undefined) throw refusedCall(fault)
  if (refusal.type === '') throw refusedCall(`What answers at the API URL is not Amazon Lex (${response.statusCode}).`)
  return refusal
}
