import { type BridgeContact, readInteractions } from '@patchbay/shared/bridges'
import type { JsonObject } from '@patchbay/shared/json'
import { type CheckScene, callWell, type Exchange, readWell, refusesWrongCredentials } from './check-scene.ts'
import { counted } from './report.ts'

const NAME = 'Interaction retrieval'

const stranger = {
  contact_name: 'Nobody Known',
  contact_emails: ['nobody-known@patchbay.invalid'],
  contact_phones: [],
}

export interface InteractionsOf {
  /** `data` of the call, as the person who checks has given it. */
  readonly given: JsonObject | undefined
  readonly contacts: readonly BridgeContact[]
}

/** Asks for what happened with one contact, and with one that the bridge cannot know. */
export async function checkInteractions(scene: CheckScene, { given, contacts }: InteractionsOf): Promise<void> {
  const { report, auth, manifest } = scene
  const { interaction_retrieval_endpoint: endpoint, interaction_types: types } = manifest.integration
  if (endpoint === undefined) return
  const exchange: Exchange = { kind: 'interactions', exchange: NAME, url: scene.at(endpoint) }
  const meta = { interaction_types: [...types] }
  const data = { contact_emails: [], contact_phones: [], ...(given ?? contactData(contacts[0])) }
  const answer = await callWell(scene, exchange, { auth, meta, data })
  const found = answer === undefined ? undefined : readWell(scene, exchange, readInteractions(answer.body, { types }))
  const none = await callWell(scene, exchange, { auth, meta, data: stranger })
  const of = none === undefined ? undefined : readWell(scene, exchange, readInteractions(none.body, { types }))
  if (of !== undefined && of.interactions.length > 0) {
    report.fault(NAME, 'It gave interactions of a contact that it cannot know. Answer with [] where nobody is found.')
  }
  await refusesWrongCredentials(scene, exchange, { meta, data })
  if (!report.hasFault(NAME))
    report.good(
      NAME,
      `${counted(found?.interactions.length ?? 0, 'interaction')} of a contact, none of an unknown one.`,
    )
}

function contactData(contact: BridgeContact | undefined): JsonObject {
  if (contact === undefined) return stranger
  const { id, name, emails, phones } = contact
  return { contact_external_id: id, contact_name: name, contact_emails: [...emails], contact_phones: [...phones] }
}
