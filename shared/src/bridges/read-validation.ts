import { type Json, type JsonObject, kindOf } from '../json/index.ts'
import { type BridgeAnswer, createFaults } from './bridge-answer.ts'
import { bridgeLimits } from './bridge-facts.ts'
import { wholeOf } from './members.ts'

/** Values that the bridge wants to have in `auth` of every later call. */
export type GrantedValues = Readonly<Record<string, string | number | bigint | boolean>>

/** Reads the answer 200 to an auth validation: an object of texts, numbers and booleans. */
export function readValidation(body: Json | undefined): BridgeAnswer<GrantedValues> {
  const faults = createFaults()
  const whole = wholeOf(faults, body, '{ "company_id": "c-1" }, or {} where nothing is to be kept')
  if (whole === undefined) return { value: undefined, faults: faults.list }
  const entries = entriesOf(whole.members)
  if (entries.length > bridgeLimits.granted) {
    faults.add('', `It has ${entries.length} values. At most ${bridgeLimits.granted} are kept.`)
    return { value: undefined, faults: faults.list }
  }
  const kept = entries.flatMap(([name, value]) => {
    const isScalar = typeof value !== 'object'
    const isShort = typeof value !== 'string' || value.length <= bridgeLimits.text
    if (isScalar && isShort) return [[name, value] as const]
    const problem = isScalar ? `It has more than ${bridgeLimits.text} characters.` : `It is ${kindOf(value)}.`
    faults.add(name.slice(0, 60), `Must be text, a number, true or false, to be kept with the account. ${problem}`)
    return []
  })
  return { value: Object.fromEntries(kept), faults: faults.list }
}

/** A member that is null says the same as one that is not there. */
function entriesOf(members: JsonObject): readonly (readonly [string, Json])[] {
  return Object.entries(members).flatMap(([name, value]) =>
    value === undefined || value === null ? [] : [[name, value] as const],
  )
}
