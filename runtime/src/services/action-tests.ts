import { randomUUID } from 'node:crypto'
import type {
  ActionPreview,
  ActionPreviewRequest,
  ActionTestRequest,
  ActionTestResponse,
  ActionUpgrade,
} from '@patchbay/shared/api'
import { AppError, type FieldError } from '@patchbay/shared/errors'
import { type Flow, isSecretReference, walkInputs, withDefaults } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { isTimeZone } from '@patchbay/shared/time'
import { createOpenedAccounts } from '../accounts/opened-accounts.ts'
import { compileInputs } from '../engine/input-renderer.ts'
import type { NodeRegistry } from '../engine/node-registry.ts'
import type { AccountPort } from '../kit/account.ts'
import { requireId } from '../kit/ids.ts'
import type { ActionModule, StepServices, TestContext, TestResult } from '../kit/node.ts'
import type { TriggerModule } from '../kit/trigger.ts'
import { createMask } from '../platform/secrets/mask.ts'
import type { Vault } from '../platform/secrets/vault.ts'
import { inputErrors } from './input-problems.ts'
import { sampleScope } from './sample-scope.ts'
import { upgradeInputs } from './upgrade-inputs.ts'

/** What the form of an action asks of its code before the flow is saved or deployed. */
export interface ActionTests {
  /**
   * Tries the action once with sample values for its variables. Secrets are masked in the answer.
   * @throws AppError NOT_FOUND for a type without a test, INVALID_INPUT, SECRET_MISSING, INVALID_VALUE, and
   * FLOW_NOT_FOUND for a text that is no id of a flow
   */
  test(type: string, request: ActionTestRequest, signal: AbortSignal): Promise<ActionTestResponse>
  /** @throws AppError NOT_FOUND for a type without a preview, INVALID_INPUT naming the input that cannot be used */
  preview(type: string, request: ActionPreviewRequest): ActionPreview
  /** As `upgradeInputs`. */
  upgrade(type: string, old: ActionUpgrade): ActionUpgrade
}

export interface ActionTestsOptions {
  readonly registry: NodeRegistry
  readonly vault: Vault
  readonly services: StepServices
  readonly accounts: AccountPort
  /** Document of a flow, read for its time zone. @throws AppError FLOW_NOT_FOUND */
  readonly documentOf: (flowId: string) => Promise<Flow>
}

export function createActionTests(options: ActionTestsOptions): ActionTests {
  const { registry, vault, services, documentOf } = options
  const opened = createOpenedAccounts(options.accounts)
  return {
    async test(type, { inputs, typeVersion = 1, variables, flowId }, signal) {
      const module = requireTestable(registry.get(type, typeVersion), type)
      const { definition } = module
      const id = flowId === undefined ? undefined : requireId(flowId, 'FLOW_NOT_FOUND', 'There is no such flow.')
      const timeZone = id === undefined ? 'UTC' : (await documentOf(id)).settings.timeZone
      // Checked before a secret is opened: a secret may be referred to only where the form has one.
      refuse(inputErrors(inputs, module))
      const complete = withDefaults(definition.inputs, inputs)
      const node = { id: 1, type, typeVersion, name: 'Test', position: { x: 0, y: 0 }, inputs: complete }
      const stored = await vault.secretsOf(id ?? randomUUID(), { nodes: [node] }, 'test')
      const rendered = compileInputs(
        definition,
        complete,
        stored,
      )(sampleScope(variables ?? {}, services.now(), timeZone))
      const startedMs = performance.now()
      const account: TestContext['account'] = (of, accountId) => opened.open(node, of, accountId)
      const context = {
        services: { ...services, ...opened.tokenSources(node, services) },
        signal,
        timeZone,
        account,
      }
      const result = opened.hide(node, await module.test(rendered.values, context, module.prepare?.(complete)))
      const empty = [...new Set(rendered.missing)].map((name) => ({ code: 'VARIABLE_EMPTY', message: emptyText(name) }))
      const answer = answerOf(result, performance.now() - startedMs)
      const mask = createMask(new Map([...stored, ...typedSecrets(definition, complete)]))
      return mask.hide({ ...answer, warnings: [...empty, ...answer.warnings] })
    },

    preview(type, { inputs, typeVersion = 1, timeZone }) {
      const module = registry.get(type, typeVersion)
      if (module?.preview === undefined) throw new AppError('NOT_FOUND', `${type} is not an action that has a preview.`)
      const zone = 'This must be the name of a time zone such as America/New_York.'
      refuse([...inputErrors(inputs, module), ...(isTimeZone(timeZone) ? [] : [{ path: 'timeZone', message: zone }])])
      return module.preview(withDefaults(module.definition.inputs, inputs), { now: services.now(), timeZone })
    },

    upgrade: (type, old) => upgradeInputs(registry, type, old),
  }
}

type Testable = ActionModule & Required<Pick<ActionModule, 'test'>>

function requireTestable(module: ActionModule | TriggerModule | undefined, type: string): Testable {
  if (module !== undefined && isTestable(module)) return module
  throw new AppError('NOT_FOUND', `${type} is not an action that has a test.`)
}

function isTestable(module: ActionModule | TriggerModule): module is Testable {
  return 'test' in module && module.test !== undefined
}

function refuse(errors: readonly FieldError[]): void {
  const [first] = errors
  if (first !== undefined) throw new AppError('INVALID_INPUT', `${first.path}: ${first.message}`, { errors })
}

function answerOf(result: TestResult, tookMs: number): ActionTestResponse {
  return {
    exit: result.exit,
    request: result.request ?? null,
    response: result.response ?? null,
    durationMs: Math.round(result.durationMs ?? tookMs),
    variables: result.extracted ?? [],
    outputs: result.outputs ?? {},
    warnings: result.warnings ?? [],
    error: result.error ?? null,
  }
}

function emptyText(name: string): string {
  return `$${name} has no sample value, so it was sent as nothing.`
}

/** Secrets that were typed for this test and are not stored yet. */
function typedSecrets(
  definition: NodeDefinition,
  inputs: Readonly<Record<string, unknown>>,
): readonly (readonly [string, string])[] {
  const typed: [string, string][] = []
  walkInputs(definition.inputs, inputs, ({ secret, value }) => {
    if (secret && typeof value === 'string' && !isSecretReference(value)) typed.push([randomUUID(), value])
  })
  return typed
}
