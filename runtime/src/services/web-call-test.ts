import { randomUUID } from 'node:crypto'
import type { WebCallTest, WebCallTestResponse } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Flow, type FlowNode, isSecretReference, walkInputs, withDefaults } from '@patchbay/shared/flow'
import { type Json, type JsonObject, parsePath } from '@patchbay/shared/json'
import { compileInputs } from '../engine/input-renderer.ts'
import { setDateTime } from '../engine/scope.ts'
import type { StepServices } from '../kit/node.ts'
import { externalWebCall } from '../nodes/data/external-web-call/definition.ts'
import { isRecord } from '../platform/is-record.ts'
import { createMask } from '../platform/secrets/mask.ts'
import type { Vault } from '../platform/secrets/vault.ts'
import { createCheck } from '../platform/validation/check.ts'
import type { WebCallInputs } from '../web-call/build-request.ts'
import { testWebCall } from '../web-call/test-web-call.ts'
import { requireId } from './ids.ts'

export interface WebCallTests {
  /**
   * Sends the request of an External Web Call once, on the path a run takes, with sample values for its
   * variables. Secrets are masked in the answer.
   * @throws AppError INVALID_INPUT, SECRET_MISSING, INVALID_VALUE, and FLOW_NOT_FOUND for an id that is none
   */
  run(test: WebCallTest, signal: AbortSignal): Promise<WebCallTestResponse>
}

export interface WebCallTestsOptions {
  readonly vault: Vault
  readonly services: StepServices
  /** Document of a flow, for its time zone. @throws AppError FLOW_NOT_FOUND */
  readonly documentOf: (flowId: string) => Promise<Flow>
}

export function createWebCallTests({ vault, services, documentOf }: WebCallTestsOptions): WebCallTests {
  return {
    async run({ inputs, variables, flowId }, signal) {
      const id = flowId === undefined ? undefined : requireId(flowId, 'FLOW_NOT_FOUND', 'There is no such flow.')
      const timeZone = id === undefined ? 'UTC' : (await documentOf(id)).settings.timeZone
      const complete = withDefaults(externalWebCall.inputs, inputs)
      const stored = await vault.secretsOf(id ?? randomUUID(), { nodes: [nodeWith(complete)] })
      const render = compileInputs(externalWebCall, complete, stored)
      const rendered = render(scopeOf(variables ?? {}, services.now(), timeZone))
      const answer = await testWebCall(requireInputs(rendered.values), { services, signal, label: 'The request' })
      const empty = [...new Set(rendered.missing)].map((name) => ({ code: 'VARIABLE_EMPTY', message: emptyText(name) }))
      const warnings = [...empty, ...answer.warnings]
      return createMask(new Map([...stored, ...typedSecrets(complete)])).hide({ ...answer, warnings })
    },
  }
}

function emptyText(name: string): string {
  return `$${name} has no sample value, so it was sent as nothing.`
}

function nodeWith(inputs: Readonly<Record<string, unknown>>): FlowNode {
  return { id: 1, type: externalWebCall.id, name: 'Test', position: { x: 0, y: 0 }, inputs: { ...inputs } }
}

/** Secrets that were typed for this test and are stored nowhere yet. */
function typedSecrets(inputs: Readonly<Record<string, unknown>>): readonly (readonly [string, string])[] {
  const typed: [string, string][] = []
  walkInputs(externalWebCall.inputs, inputs, ({ secret, value }) => {
    if (secret && typeof value === 'string' && !isSecretReference(value)) typed.push([randomUUID(), value])
  })
  return typed
}

function requireInputs(values: unknown): WebCallInputs {
  const checked = createCheck(externalWebCall.inputs)(values)
  if (checked.ok) return checked.value
  const errors = checked.errors.map(({ path, message }) => ({ path: `inputs.${path}`, message }))
  const first = errors[0]
  throw new AppError('INVALID_INPUT', `${first?.path}: ${first?.message}`, { errors })
}

/** The variables as a run would see them; a name such as `EXTCALL_2.statusCode` becomes a place in a tree. */
function scopeOf(variables: Readonly<Record<string, unknown>>, now: Date, timeZone: string): JsonObject {
  const scope: Record<string, Json> = Object.create(null)
  setDateTime(scope, now, timeZone)
  for (const [name, value] of Object.entries(variables)) {
    const parsed = parsePath(name.replace(/^\$/, ''))
    const [root, ...rest] = 'path' in parsed ? parsed.path : [name]
    // What came through the JSON reader is JSON; the schema only calls it unknown.
    if (root !== undefined) scope[String(root)] = placed(scope[String(root)], rest, value as Json)
  }
  return scope
}

function placed(tree: Json | undefined, path: readonly (string | number)[], value: Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof key === 'number') {
    const items: Json[] = Array.isArray(tree) ? [...tree] : []
    // A sample of a far row stands alone: rows before it are not made up.
    const index = Math.min(key, items.length)
    items[index] = placed(items[index], rest, value)
    return items
  }
  const entries = isRecord(tree) ? Object.entries(tree) : []
  const before = entries.find(([name]) => name === key)?.[1]
  return Object.fromEntries([...entries, [key, placed(before, rest, value)]])
}
