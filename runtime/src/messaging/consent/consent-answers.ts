import type { ConsentAnswers } from '@patchbay/shared/api'
import type { SettingRepository } from '../../store/repositories/setting-repository.ts'

/** The texts that answer words of consent. An empty one is not sent. */
export interface ConsentAnswerTexts {
  get(): Promise<ConsentAnswers>
  set(answers: ConsentAnswers): Promise<ConsentAnswers>
}

const KEY = 'consent-answers'

const usual: ConsentAnswers = {
  out: 'You are unsubscribed and will get no more messages. Reply START to get them again.',
  in: 'You are subscribed again. Reply STOP to unsubscribe, HELP for help.',
  help: 'This number is answered automatically. Reply STOP to get no more messages. Message and data rates may apply.',
}

export function createConsentAnswers(settings: Pick<SettingRepository, 'get' | 'set'>): ConsentAnswerTexts {
  return {
    async get() {
      // Only `set` writes here.
      const stored = (await settings.get(KEY)) as Partial<ConsentAnswers> | undefined
      return { ...usual, ...stored }
    },
    async set({ out, in: again, help }) {
      const answers = { out: out.trim(), in: again.trim(), help: help.trim() }
      await settings.set(KEY, answers)
      return answers
    },
  }
}
