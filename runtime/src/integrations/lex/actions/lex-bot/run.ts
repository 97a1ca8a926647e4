import { listReferences } from '@patchbay/shared/expressions'
import type { InputsOf } from '@patchbay/shared/nodes'
import { botOutputs, textOfMessages } from '../../../../bots/bot-answer.ts'
import { botStep, failedTurn, type Said, unreadableTurn } from '../../../../bots/bot-step.ts'
import type { InTurn } from '../../../../bots/create-turns.ts'
import { defineAction, type PlainActionModule, type StepContext } from '../../../../kit/node.ts'
import { objectOf } from '../../../../kit/values.ts'
import { prepareVariables } from '../../../../web-call/index.ts'
import { lexAccount } from '../../account.ts'
import { type LexSession, recognizeText } from '../../calls.ts'
import { refusedTurn } from '../../failures.ts'
import { type LexAnswer, MOST_CHARACTERS, readAnswer } from '../../read-answer.ts'
import { problemOf } from '../../session-forms.ts'
import { lexBot } from './definition.ts'
import { sessionOf } from './session-of.ts'

type Inputs = InputsOf<typeof lexBot>

const LEX = { service: 'Amazon Lex', mostCharacters: MOST_CHARACTERS }

/** @param inTurn shared by all runs of the process: a conversation has one call at a time */
export function createLexBot(inTurn: InTurn): PlainActionModule {
  return defineAction(lexBot, {
    prepare: prepareVariables,
    problems: (inputs) =>
      (['botId', 'botAlias', 'locale'] as const).flatMap((name) => {
        const written = inputs[name]
        if (written === '' || listReferences(written).length > 0) return []
        const message = problemOf(name, written)
        return message === undefined ? [] : [{ path: name, message }]
      }),
    async run(inputs, context, variables) {
      const session = sessionOf(inputs, context)
      if ('code' in session) return failedTurn({ error: session })
      const say = (text: string, timeoutMs: number) => sayToLex({ text, timeoutMs, session, inputs, context, inTurn })
      return botStep({ ...LEX, inputs, context, variables, say })
    },
  })
}

interface Turn {
  readonly text: string
  readonly timeoutMs: number
  readonly session: LexSession
  readonly inputs: Inputs
  readonly context: StepContext
  readonly inTurn: InTurn
}

/** @throws AppError when there is no answer */
async function sayToLex({ text, timeoutMs, session, inputs, context, inTurn }: Turn): Promise<Said> {
  const { services, signal } = context
  const { id, properties } = await context.account(lexAccount, inputs.account)
  const attributes = (inputs.sessionAttributes ?? []).map(({ name, value }) => [name, value] as const)
  const body = {
    text,
    ...(attributes.length === 0 ? {} : { sessionState: { sessionAttributes: objectOf(attributes) } }),
  }
  const { botId, botAlias, locale, sessionId } = session
  const answer = await inTurn([id, botId, botAlias, locale, sessionId].join(' '), signal, () =>
    // The signature has the time at which the call leaves, not that at which it began to wait.
    recognizeText({ web: services.web, properties, signal, timeoutMs, now: services.now() }, session, body),
  )
  if (answer.statusCode !== 200) return { ...refusedTurn(answer, services.now()), answer }
  const { body: reply } = answer
  const read = readAnswer(reply)
  if (reply === undefined || read === undefined) return { error: unreadableTurn('Amazon Lex', 'API URL'), answer }
  return { outputs: outputsOf(read), statusCode: 200, reply }
}

function outputsOf(answer: LexAnswer) {
  const { state, slotToElicit, sessionAttributes } = answer
  return {
    ...botOutputs(answer),
    response: textOfMessages(answer.messages),
    state,
    slotToElicit,
    sessionAttributes,
  }
}
