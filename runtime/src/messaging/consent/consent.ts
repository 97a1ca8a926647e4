import type { FlowConsents } from '../../kit/flow-consent.ts'
import type { ContactBlock } from '../../kit/inbound-message.ts'
import type { MessageRecord } from '../../store/messages/message-records.ts'
import type { SettingRepository } from '../../store/repositories/setting-repository.ts'
import type { ChannelKinds } from '../channel-kinds.ts'
import type { ConsentWords } from '../consent-words.ts'
import type { KeepingSender } from '../keeping-sender.ts'
import { createBlockedContacts } from './blocked-contacts.ts'
import { type CarrierRefusal, createCarrierRefusal } from './carrier-refusal.ts'
import { type ConsentAnswerTexts, createConsentAnswers } from './consent-answers.ts'
import type { ConsentRepository } from './consent-repository.ts'
import { createFlowConsents, type FlowConsentsOptions } from './flow-consents.ts'
import { createOptedOut, type OptedOut } from './opted-out.ts'
import { createQuietHours, type QuietHoursOptions, type QuietHoursRules } from './quiet-hours.ts'
import { createTakeWords } from './take-words.ts'

export interface ConsentOptions {
  readonly consents: ConsentRepository
  readonly settings: SettingRepository
  readonly kinds: ChannelKinds
  readonly ownerOf: FlowConsentsOptions['ownerOf']
  /** Whether other processes use the database. */
  readonly isShared: boolean
  /** The sender for what has come in by this account, which sends whatever the consent is. */
  readonly senderOf: (accountId: string) => KeepingSender['send']
  /** Stores a message that no run sends. */
  readonly store: (message: MessageRecord) => Promise<unknown>
  readonly zoneOf: QuietHoursOptions['zoneOf']
  readonly hasWritten: QuietHoursOptions['hasWritten']
  readonly now: () => Date
  readonly clock: () => number
  onError(error: unknown): void
}

/** What the parts of messaging share of consent. */
export interface Consent {
  readonly optedOut: OptedOut
  readonly words: ConsentWords
  readonly answers: ConsentAnswerTexts
  readonly quietHours: QuietHoursRules
  /** Records what a carrier says of the consent of a contact. Never throws. */
  readonly refused: (refusal: CarrierRefusal) => Promise<void>
  readonly ofFlows: FlowConsents
  /** Records that a contact has blocked us at its service. Resolves with false when that is nothing new. */
  readonly blocked: (block: ContactBlock) => Promise<boolean>
}

/** How long the answer to a word may take to be sent. */
const ANSWER_MS = 30_000

export function createConsent(options: ConsentOptions): Consent {
  const { consents, settings, kinds, ownerOf, isShared, senderOf, store, now, clock, onError } = options
  const optedOut = createOptedOut({ consents, isShared, clock })
  const answers = createConsentAnswers(settings)

  async function answer({ id, channel, accountId, address: from, contact: to }: MessageRecord, text: string) {
    const message = { channel, from, to, content: { text }, idempotencyKey: `consent.${id}`, runId: null }
    let sent: MessageRecord | undefined
    const outcome = await senderOf(accountId)(message, AbortSignal.timeout(ANSWER_MS), (record) => {
      sent = record
    })
    if (sent !== undefined) await store(sent)
    return outcome
  }

  const quietHours = createQuietHours(options)
  const refused = createCarrierRefusal({ consents, optedOut, kinds, now, onError })
  return {
    optedOut,
    answers,
    quietHours,
    refused,
    ofFlows: createFlowConsents({ consents, optedOut, kinds, ownerOf, now }),
    blocked: createBlockedContacts({ consents, optedOut, kinds, now }),
    words: createTakeWords({ kinds, consents, optedOut, answers, answer, onError }),
  }
}
