import type { Bot } from '../../../kit/bot.ts'
import type { OpenAiProperties } from '../account.ts'
import { callOpenAi, type OpenAiUrl } from '../calls.ts'
import { listModels } from '../list-models.ts'
import { failureOfAnswer } from '../service-errors.ts'
import { answerIn } from './answer.ts'
import { chatOf } from './chat.ts'

/** A model talks with the contact. It remembers nothing: each turn brings the whole conversation. */
export function createModelBot(url: OpenAiUrl): Bot<OpenAiProperties> {
  return {
    async say(turn, { properties }, { web, signal, timeoutMs, now }) {
      const json = chatOf(turn)
      const answer = await callOpenAi({ web, url, properties, signal }, { path: '/chat/completions', json, timeoutMs })
      return answer.isOk ? answerIn(answer.body, turn.fields) : { ok: false, ...failureOfAnswer(answer, now()) }
    },
    async list({ properties }, { web, signal, now }) {
      const models = await listModels({ web, url, properties, signal }, now())
      return models.map((id) => ({ value: id, label: id }))
    },
  }
}
