import { expect, it } from 'vitest'
import { createChannelKinds } from '../channel-kinds.ts'
import { sms } from '../channels/sms.ts'
import { createCarrierRefusal } from './carrier-refusal.ts'

const { hasConsentWords: _, ...withoutWords } = sms
const pigeon = { ...withoutWords, id: 'pigeon', title: 'Pigeon' }

/** Channels of what is recorded after a carrier has refused a message of this channel. */
async function recordedAfterRefusalOf(channel: string): Promise<readonly string[]> {
  const recorded: string[] = []
  const errors: unknown[] = []
  const refused = createCarrierRefusal({
    consents: { record: async (changes) => void recorded.push(...changes.map((change) => change.channel)) },
    optedOut: { has: () => false, refresh: async () => undefined },
    kinds: createChannelKinds([sms, pigeon]),
    now: () => new Date(),
    onError: (error) => errors.push(error),
  })
  await refused({ channel, accountId: 'ours', address: '+17865550100', contact: '+13055550119', detail: 'Opted out.' })
  expect(errors).toEqual([])
  return recorded
}

it('a refusal of a carrier opts the contact out where START lifts it again', async () => {
  expect(await recordedAfterRefusalOf('sms')).toEqual(['sms'])
})

it('a refusal of a messenger records nothing, because the service decides anew about each message', async () => {
  expect(await recordedAfterRefusalOf('pigeon')).toEqual([])
})
