import type { StepWarning } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import { emptyInput } from '../../../../kit/empty-input.ts'
import { failedStep } from '../../../../kit/failed-step.ts'
import { defineAction, type PlainActionModule, type StepContext, type StepResult } from '../../../../kit/node.ts'
import { toRunError } from '../../../../kit/run-error.ts'
import { objectOf } from '../../../../kit/values.ts'
import type { ZapierOutlet } from '../../outlet.ts'
import { zapierInvoke } from './definition.ts'

type Inputs = InputsOf<typeof zapierInvoke>

export function createZapierInvoke(outlet: ZapierOutlet): PlainActionModule {
  return defineAction(zapierInvoke, {
    async run(inputs, context) {
      const { fields, warnings } = readFields(inputs.fields)
      try {
        const result = await handOver(outlet, inputs, fields, context)
        return { ...result, warnings: [...warnings, ...(result.warnings ?? [])] }
      } catch (thrown) {
        // Other errors, such as an unreachable database, are not the builder's fault and are left to the engine.
        if (!(thrown instanceof AppError)) throw thrown
        context.signal.throwIfAborted()
        return { ...failedStep(toRunError(thrown)), warnings }
      }
    },
  })
}

async function handOver(
  outlet: ZapierOutlet,
  inputs: Inputs,
  fields: JsonObject,
  context: StepContext,
): Promise<StepResult> {
  const event = inputs.event.trim()
  const empty = emptyInput({ Event: event })
  if (empty !== undefined) return failedStep(empty)
  const item = { accountId: inputs.account, event, fields, idempotencyKey: context.idempotencyKey }
  if (inputs.mode !== 'catch-hook') {
    const { itemId, subscribers } = await outlet.publish(item, inputs.mode === 'instant')
    return { exit: 'success', outputs: { itemId, delivery: 'stored', subscribers, error: '' } }
  }
  const { itemId, ...outcome } = await outlet.callHook(item, inputs.catchHookUrl ?? '', context.signal)
  if (outcome.kind === 'failed') return failedStep(outcome.error)
  const outputs = { itemId, delivery: outcome.kind, subscribers: 0, error: '' }
  if (outcome.kind === 'delivered') return { exit: 'success', outputs }
  const at = outcome.dueAt.toISOString()
  const message = `Zapier answered "${outcome.answer}". The item is sent again at ${at}; the account shows how it ends.`
  return { exit: 'success', outputs, warnings: [{ code: 'DELIVERY_DELAYED', message }] }
}

/** The fields by name. Of two with the same name, the later one counts. */
function readFields(rows: Inputs['fields']): { fields: JsonObject; warnings: StepWarning[] } {
  const names = rows.map(({ name }) => name.trim())
  const repeated = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
  // A template with the landing `value` renders to any JSON, although the document's schema says text.
  const entries = rows.map(({ name, value }) => [name.trim(), value as Json] as const)
  const warnings = repeated.map((name) => ({
    code: 'FIELD_REPEATED',
    message: `The output field "${name}" stands here more than once; the last one counts.`,
  }))
  return { fields: objectOf(entries), warnings }
}
