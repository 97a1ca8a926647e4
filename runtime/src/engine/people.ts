import type { PeopleGroup } from '@patchbay/shared/flow'
import { isJsonObject, type JsonObject } from '@patchbay/shared/json'
import type { ContactKey } from '../kit/contacts.ts'
import type { ConversationKey } from '../kit/conversations.ts'
import type { StepServices } from '../kit/node.ts'
import { fieldOf, textOf } from '../kit/values.ts'
import type { KeepingServices } from '../messaging/keeping-sender.ts'
import type { ActiveRun } from './active-run.ts'
import type { PeopleReads } from './input-renderer.ts'
import { messagesOf } from './messages-of.ts'
import { isUnread, type Scope } from './scope.ts'

/** What reading people takes. */
export interface PeopleServices extends KeepingServices {
  readonly contacts: Pick<StepServices['contacts'], 'find'>
  readonly conversations: Pick<StepServices['conversations'], 'find'>
}

/** The run as far as it says who is meant. */
type MeaningRun = Pick<ActiveRun, 'contact' | 'address' | 'scope' | 'test'>

/**
 * Reads `$contact` and `$conversation` into the scope of a run, each once: until a step names somebody else or changes
 * one of them, all steps that follow see the same values. Where nobody is meant, the values are empty. A test on the
 * phones of the simulator means its conversation there, and not that of the same number with us.
 */
export async function readPeople(run: MeaningRun, reads: PeopleReads, services: PeopleServices): Promise<void> {
  for (const group of reads.keys()) {
    const held = run.scope[group]
    if (isUnread(held)) run.scope[group] = (await valuesOf(run, group, services)) ?? {}
  }
}

/**
 * The scope with which a step that continues after a wait is rendered: with the values that it had before, although they
 * may be others by now.
 */
export function withPeople(scope: Scope, kept: JsonObject): Scope {
  return Object.assign(Object.create(null), scope, kept)
}

/** What a step has used, so that it can be kept with its wait. Undefined where it has used nothing. */
export function usedPeople(scope: Scope, reads: PeopleReads): JsonObject | undefined {
  if (reads.size === 0) return undefined
  return Object.fromEntries([...reads].map(([group, fields]) => [group, fieldsOf(scope[group], fields)]))
}

function fieldsOf(values: Scope[string] | undefined, fields: ReadonlySet<string> | 'all'): JsonObject {
  if (!isJsonObject(values)) return {}
  if (fields === 'all') return values
  return Object.fromEntries(Object.entries(values).filter(([name]) => fields.has(name)))
}

async function valuesOf(
  run: MeaningRun,
  group: PeopleGroup,
  services: PeopleServices,
): Promise<JsonObject | undefined> {
  if (group === 'contact') {
    const key = await contactKeyOf(run, services)
    return key === undefined ? undefined : services.contacts.find(key)
  }
  const key = await conversationKeyOf(run, services)
  return key === undefined ? undefined : services.conversations.find(key)
}

/** The contact that the run means now. Undefined where it means nobody. */
export async function contactKeyOf(run: MeaningRun, services: KeepingServices): Promise<ContactKey | undefined> {
  const id = textOf(fieldOf(run.scope.contact, 'id'))
  return id === '' ? contactOf(run, services) : { by: 'id', id }
}

/** The conversation that the run means now. */
export async function conversationKeyOf(
  run: MeaningRun,
  services: KeepingServices,
): Promise<ConversationKey | undefined> {
  const id = textOf(fieldOf(run.scope.conversation, 'id'))
  return id === '' ? conversationOf(run, services) : { by: 'id', id }
}

interface Place {
  readonly channel: string
  readonly contact: string
  readonly address: string
}

/** Where the run and its contact write to each other: where the message came from, else `$ANI` and `$DNIS`. */
async function placeOf(run: MeaningRun, services: KeepingServices): Promise<Place | undefined> {
  const { contact, address, scope } = run
  const messages = messagesOf(run, services)
  const [to, from] = [contact ?? textOf(scope.ANI), address?.value ?? textOf(scope.DNIS)]
  if (to === '' || from === '') return undefined
  const ours = address ?? (await messages.addressOf(from))
  if ('code' in ours) return undefined
  const theirs = messages.contactOf(ours.channel, to)
  return typeof theirs === 'string' ? { channel: ours.channel, contact: theirs, address: ours.value } : undefined
}

async function contactOf(run: MeaningRun, services: KeepingServices): Promise<ContactKey | undefined> {
  const place = await placeOf(run, services)
  return place === undefined ? undefined : { by: 'point', ...place }
}

async function conversationOf(run: MeaningRun, services: KeepingServices): Promise<ConversationKey | undefined> {
  const place = await placeOf(run, services)
  if (place === undefined) return undefined
  const { channel, contact: to, address: from } = place
  return { by: 'place', ...(await messagesOf(run, services).conversationOf({ channel, from, to })) }
}
