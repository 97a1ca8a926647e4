import type { SendOutcome } from '../../kit/channel.ts'
import { wordsOf } from '../../kit/message-content.ts'
import { contactPointId } from '../../store/messages/contact-point-id.ts'
import type { MessageRecord } from '../../store/messages/message-records.ts'
import type { ChannelKinds } from '../channel-kinds.ts'
import type { ConsentAnswer, ConsentWords } from '../consent-words.ts'
import type { ConsentAnswerTexts } from './consent-answers.ts'
import type { ConsentRepository } from './consent-repository.ts'
import { type ConsentWish, consentWishOf } from './consent-word.ts'
import type { OptedOut } from './opted-out.ts'

export interface TakeWordsOptions {
  readonly kinds: ChannelKinds
  readonly consents: Pick<ConsentRepository, 'record'>
  readonly optedOut: OptedOut
  readonly answers: Pick<ConsentAnswerTexts, 'get'>
  /** Answers the message with this text, whatever the consent is, and stores the answer. */
  readonly answer: (message: MessageRecord, text: string) => Promise<SendOutcome>
  readonly onError: (error: unknown) => void
}

/**
 * Takes STOP, START and HELP on channels whose custom asks for them. STOP is for all of our addresses of the channel.
 * START is taken only from a contact who has opted out: flows often begin with this word.
 */
export function createTakeWords(options: TakeWordsOptions): ConsentWords {
  const { kinds, consents, optedOut, answers, answer, onError } = options

  async function taken(message: MessageRecord, wish: ConsentWish): Promise<ConsentAnswer | undefined> {
    const { id, at, channel, contact, content, contactAccount: accountId, address } = message
    const point = contactPointId({ channel, accountId, value: contact })
    const isOut = await optedOut.has({ contactPointId: point, address })
    if (wish === 'help') return { status: 'consent', answered: async () => say(message, wish) }
    if (wish === 'in' && !isOut) return undefined
    const detail = wordsOf(content).slice(0, 40)
    const change = { id, at, channel, contact, state: wish, detail, source: 'word', address: '' } as const
    return {
      status: wish === 'out' ? 'opted-out' : 'opted-in',
      async answered() {
        // The commit of the message has done this already, unless it is only in the journal yet.
        await consents.record([{ ...change, contactPointId: point, accountId }])
        await optedOut.refresh()
        if (wish === 'in' || !isOut) say(message, wish)
      },
    }
  }

  /** Not awaited: the service that brought the word waits for our answer to its request. */
  function say(message: MessageRecord, wish: ConsentWish): void {
    void (async () => {
      const text = (await answers.get())[wish]
      if (text !== '') await answer(message, text)
    })().catch(onError)
  }

  return {
    takesConsentWord(message) {
      if (kinds.get(message.channel)?.hasConsentWords !== true) return undefined
      const wish = consentWishOf(wordsOf(message.content))
      return wish === undefined ? undefined : taken(message, wish)
    },
  }
}
