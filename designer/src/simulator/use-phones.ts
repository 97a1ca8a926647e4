import { useState } from 'react'
import { MOST_PHONES, nextPhone, type Person, type Phone } from './phones.ts'

/** A phone on the table. Its id stays when it becomes somebody else's. */
export interface TablePhone extends Phone {
  readonly id: number
}

export interface Phones {
  readonly list: readonly TablePhone[]
  /** Index of the one that was used last. */
  readonly active: number
  activate(index: number): void
  /** Absent when there is nobody else, or no more room. */
  readonly add?: () => void
  change(index: number, phone: Phone): void
  remove(index: number): void
}

/** The phones on the table of a flow, which the browser tab remembers while the panel is closed. */
export function usePhones(flowId: string, people: readonly Person[]): Phones {
  const key = `patchbay.simulator-phones.${flowId}`
  const [stored, setStored] = useState(() => readPhones(key))
  const [chosen, setActive] = useState(0)
  const list = phonesOf(stored, people)
  const active = Math.min(chosen, Math.max(0, list.length - 1))
  const keep = (phones: readonly TablePhone[]) => {
    window.sessionStorage.setItem(key, JSON.stringify(phones))
    setStored(phones)
  }
  const next = list.length < MOST_PHONES ? nextPhone(list, people) : undefined
  const add = (phone: Phone) => {
    keep([...list, { ...phone, id: Math.max(...list.map(({ id }) => id)) + 1 }])
    setActive(list.length)
  }
  return {
    list,
    active,
    activate: setActive,
    ...(next === undefined ? {} : { add: () => add(next) }),
    change: (index, { channel, contact }) =>
      keep(list.map((one, at) => (at === index ? { ...one, channel, contact } : one))),
    remove(index) {
      keep(list.filter((_, at) => at !== index))
      setActive(Math.max(0, active - (index <= active ? 1 : 0)))
    },
  }
}

/** Those whose channel still has an address, and one to begin with. */
function phonesOf(stored: readonly TablePhone[], people: readonly Person[]): readonly TablePhone[] {
  const known = stored.filter(({ channel }) => people.some((person) => person.channel === channel))
  if (known.length > 0) return known
  return people.slice(0, 1).map(({ channel, contact }) => ({ id: 1, channel, contact }))
}

function readPhones(key: string): readonly TablePhone[] {
  try {
    // Only `usePhones` writes under this key.
    return JSON.parse(window.sessionStorage.getItem(key) ?? '[]') as readonly TablePhone[]
  } catch {
    return []
  }
}
