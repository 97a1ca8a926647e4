import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { MINUTE_MS } from '@patchbay/shared/time'
import { botOutputs, textOfMessages } from '../../../../bots/bot-answer.ts'
import { botStep, type Said, unreadableTurn } from '../../../../bots/bot-step.ts'
import { conversationName } from '../../../../bots/conversation-name.ts'
import type { InTurn } from '../../../../bots/create-turns.ts'
import { defineAction, type PlainActionModule } from '../../../../kit/node.ts'
import type { ServiceAnswer } from '../../../../kit/service-call.ts'
import { fieldOf, listOf } from '../../../../kit/values.ts'
import { prepareVariables } from '../../../../web-call/index.ts'
import { watsonAccount } from '../../account.ts'
import { refusedTurn } from '../../failures.ts'
import { readAnswer, type WatsonAnswer } from '../../read-answer.ts'
import type { SessionRepository } from '../../session-repository.ts'
import { MOST_CHARACTERS, onOneLine } from '../../text.ts'
import { sayToWatson } from '../../turn.ts'
import { watsonAssistant } from './definition.ts'

const WATSON = { service: 'Watson Assistant', mostCharacters: MOST_CHARACTERS }
const DEFAULT_CONVERSATION_MINUTES = 60

/** @param inTurn shared by all runs of the process: a conversation has one call at a time */
export function createWatsonAssistant(sessions: SessionRepository, inTurn: InTurn): PlainActionModule {
  return defineAction(watsonAssistant, {
    prepare: prepareVariables,
    run(inputs, context, variables) {
      const { services, signal } = context
      const conversation = conversationName(inputs, context)
      const forgetAfterMs = (inputs.conversationTimeoutMinutes ?? DEFAULT_CONVERSATION_MINUTES) * MINUTE_MS
      const say = async (text: string, timeoutMs: number): Promise<Said> => {
        const { id: accountId, properties } = await context.account(watsonAccount, inputs.account)
        const { web, accountTokens, now } = services
        const answer = await inTurn(`${accountId} ${conversation}`, signal, () => {
          const call = { web, accountTokens, accountId, properties, signal, deadlineMs: performance.now() + timeoutMs }
          return sayToWatson(call, sessions, { text: onOneLine(text), conversation, forgetAfterMs, now })
        })
        return saidOf(answer, now())
      }
      return botStep({ ...WATSON, inputs, context, variables, say })
    },
  })
}

function saidOf(answer: ServiceAnswer, now: Date): Said {
  if (!answer.isOk) return { ...refusedTurn(answer, now), answer }
  const { statusCode, body } = answer
  const read = readAnswer(body)
  if (!isJsonObject(body) || read === undefined) {
    return { error: unreadableTurn('Watson Assistant', 'Service URL'), answer }
  }
  return { outputs: outputsOf(read, body), statusCode, reply: body }
}

function outputsOf(answer: WatsonAnswer, reply: JsonObject): JsonObject {
  return {
    ...botOutputs(answer),
    answer: textOfMessages(answer.messages),
    response: { ...reply, output: { ...objectIn(reply.output), text: textsOf(answer, reply.output) } },
    handOver: answer.wantsPerson,
    noteToPerson: answer.noteToPerson,
  }
}

/** Flows of SmartFlows read the texts where workspaces have them. Assistants have no such list. */
function textsOf({ messages }: WatsonAnswer, output: Json | undefined): readonly Json[] {
  const own = listOf(fieldOf(output, 'text'))
  return own.length > 0 ? own : messages.flatMap(({ text }) => (text === '' ? [] : [text]))
}

function objectIn(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}
