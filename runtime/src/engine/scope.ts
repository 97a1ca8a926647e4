import { dateTimeScope } from '@patchbay/shared/expressions'
import { peopleGroups } from '@patchbay/shared/flow'
import type { Json, JsonObject } from '@patchbay/shared/json'
import { meantPeople } from '../kit/meant-people.ts'
import type { StepResult } from '../kit/node.ts'
import { fieldOf } from '../kit/values.ts'
import type { Mask } from '../platform/secrets/mask.ts'
import type { Plan, PlanNode } from './plan.ts'

/** The variables of one run as templates see them. Every step adds to it. */
export type Scope = Record<string, Json>

export interface ScopeStart {
  readonly runId: string
  readonly plan: Plan
  readonly item: JsonObject
  readonly startedAt: Date
}

/** Makes a scope with the reserved groups, and what it inherits from the run that has started this one. */
export function createScope(start: ScopeStart, inherited?: Scope): Scope {
  const scope: Scope = Object.create(null)
  const { contactId, conversationId } = meantPeople(start.item)
  scope.item = start.item
  scope.contact = unreadPerson(contactId)
  scope.conversation = unreadPerson(conversationId)
  Object.assign(scope, inherited)
  scope.Flow = { id: start.plan.flowId, name: start.plan.name, version: start.plan.version }
  scope.Run = { id: start.runId, startedAt: start.startedAt.toISOString() }
  return scope
}

/** What a step leaves to those after it. */
export interface StepValues {
  readonly exit: string | null
  readonly outputs: JsonObject
  readonly variables: JsonObject
}

/**
 * Adds the outputs and variables of a step. Later steps replace earlier values of the same name. Whom the step has found
 * or changed is read anew by the next one that asks.
 */
export function addStep(
  scope: Scope,
  { outputKey, definition: { means } }: Pick<PlanNode, 'outputKey' | 'definition'>,
  { exit, outputs, variables }: StepValues,
): void {
  scope[outputKey] = outputs
  Object.assign(scope, variables)
  if (means === undefined || (means.exits !== undefined && !means.exits.includes(exit ?? ''))) return
  for (const group of peopleGroups) {
    const output = means[group]
    const id = output === undefined ? undefined : outputs[output]
    if (typeof id === 'string' && id !== '') scope[group] = unreadPerson(id)
  }
}

/** What a step has just left. */
export function valuesOfStep({ exit, outputs = {}, variables = {} }: StepResult): StepValues {
  return { exit, outputs, variables }
}

/** What a stored step has left, with its secrets. */
export function openedStep({ exit, outputs, variables }: StepValues, mask: Mask): StepValues {
  return { exit, outputs: mask.open(outputs), variables: mask.open(variables) }
}

/** Gives the scope `$DateTime` of the step that starts now. Formatting it takes time: only for steps that read it. */
export function setDateTime(scope: Scope, now: Date, timeZone: string): void {
  scope.DateTime = dateTimeScope(now, timeZone)
}

const unread = new WeakSet<object>()

/** Stands for the values of `$contact` or `$conversation` until a step reads them. Without an id, the run says who it is. */
function unreadPerson(id: string | undefined): JsonObject {
  const person = id === undefined ? {} : { id }
  unread.add(person)
  return person
}

/** Whether the values must be read from the database. False for a variable of the flow that has the name by chance. */
export function isUnread(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && unread.has(value)
}

/** Whom a run means, for one that it starts. */
export function meantIn(scope: Scope): JsonObject {
  const [contactId, conversationId] = [scope.contact, scope.conversation].map((held) => fieldOf(held, 'id') ?? '')
  return meantPeople({ contactId: contactId ?? '', conversationId: conversationId ?? '' })
}
