import { addressKey } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { phone as phoneText } from '../ui/formats.ts'
import { simulatorTexts } from '../ui/texts/simulator.ts'

/** A phone that is played: whose it is. */
export interface Phone {
  readonly channel: string
  /** A contact of the channel, such as a phone number. */
  readonly contact: string
}

/** Whose phone began the run that is copied: null where the run does not tell. */
interface CopiedFrom {
  readonly channel: string | null
  readonly contact: string | null
}

/** Somebody whose phone can be played. */
export interface Person extends Phone {
  readonly name: string
}

/** A conversation needs a phone of its own, so more of them than these are of no use side by side. */
export const MOST_PHONES = 4

/** Made-up people, by the contacts that the channels have for it. */
export function peopleOf(kinds: readonly ChannelKind[]): readonly Person[] {
  return kinds.flatMap(({ id: channel, contacts }) =>
    contacts.map((contact, index) => ({
      channel,
      contact,
      name: simulatorTexts.contacts[index] ?? phoneText(contact),
    })),
  )
}

/** Of a contact that came with a copied run, and may be none of the made-up ones. */
export function personOf(phone: Phone, people: readonly Person[]): Person {
  return people.find((person) => keyOf(person) === keyOf(phone)) ?? { ...phone, name: phoneText(phone.contact) }
}

export function keyOf({ channel, contact }: Phone): string {
  return addressKey({ channel, value: contact })
}

/** The phone that is added to those on the table: on a channel that has none yet, else of somebody else. */
export function nextPhone(phones: readonly Phone[], people: readonly Person[]): Phone | undefined {
  const taken = new Set(phones.map(keyOf))
  const free = people.filter((person) => !taken.has(keyOf(person)))
  const next = free.find(({ channel }) => phones.every((phone) => phone.channel !== channel)) ?? free[0]
  return next === undefined ? undefined : { channel: next.channel, contact: next.contact }
}

/** Index of the phone that a copied run goes to: the one that plays its contact already, else the active one. */
export function placeFor({ channel, contact }: CopiedFrom, phones: readonly Phone[], active: number): number {
  const playing = phones.findIndex((phone) => phone.channel === channel && phone.contact === contact)
  return playing === -1 ? active : playing
}

/**
 * Index of the first of `fit` phones that are shown, so that the active one is among them. `before` is the one that was
 * first until now: phones only move when they have to.
 */
export function firstShown(active: number, count: number, fit: number, before: number): number {
  return Math.max(0, active - fit + 1, Math.min(before, active, count - fit))
}
