import type { AccountDefinition } from '@patchbay/shared/api'
import { bridgeActionType, type IntegrationManifest } from '@patchbay/shared/api'
import { actionAnswerFields } from '@patchbay/shared/bridges'
import type { JsonObject } from '@patchbay/shared/json'
import { actionTitle } from '@patchbay/shared/manifests'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { ActionModule, StepContext, StepResult, TestContext, TestResult } from '../kit/node.ts'
import type { StepPeople } from '../kit/step-people.ts'
import { isRecord } from '../platform/is-record.ts'
import { type CallReport, type PreparedCall, prepareCall, shownTest, stepResultOf } from '../web-call/index.ts'
import type { ActionVersion } from './action-versions.ts'
import { BRIDGE_ICON } from './bridge-account.ts'
import type { BridgeAccount } from './bridge-auth.ts'
import { type BridgeCall, callBridge } from './bridge-call.ts'
import { bridgeData, literalProblems } from './bridge-data.ts'
import { bridgeDefaults, bridgeInputs, type NamedInput, namedInputs } from './bridge-inputs.ts'
import { metaFor, withNotedContact } from './bridge-people.ts'
import { bridgeOutputs } from './bridge-reply.ts'
import type { BridgeHost } from './call-signed-in.ts'
import type { PictureAddresses } from './picture-repository.ts'
import { upgradedInputs } from './upgrade-action.ts'

export interface BridgeActionOptions {
  /** The newest manifest: how the account signs in is not a matter of the action's version. */
  readonly manifest: IntegrationManifest
  readonly account: AccountDefinition
  readonly pictures: PictureAddresses
  readonly host: BridgeHost
}

/** The inputs of a block as they are stored. They fit the schema of the definition. */
interface Inputs {
  readonly account?: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly timeoutSeconds: number
  readonly responseVariables?: readonly { readonly name: string; readonly query: string }[]
}

/** A block that calls the endpoint of an action. */
export function bridgeAction(version: ActionVersion, options: BridgeActionOptions): ActionModule {
  const { manifest, account, pictures, host } = options
  const { integration } = manifest
  const { action, before } = version
  const inputs = namedInputs(action)

  /** A flow may have been built when a sign-in was asked for, and go on after a manifest that asks for none. */
  function accountIdOf(given: Inputs): string | undefined {
    return integration.authentication_type === 'none' ? undefined : given.account
  }

  async function call(given: Inputs, context: CallContext, prepared: PreparedCall): Promise<BridgeResult> {
    const read = bridgeData(inputs, given.data ?? {})
    if ('problem' in read) return { problem: read.problem }
    const accountId = accountIdOf(given)
    const opened = accountId === undefined ? undefined : await context.account(account, accountId)
    const bridgeCall: BridgeCall = {
      integration,
      // Opened accounts fit the schema of their type: texts by field.
      account: opened as BridgeAccount | undefined,
      action,
      meta: await metaFor(accountId, context),
      data: read.data,
      timeoutSeconds: given.timeoutSeconds,
      ...(given.responseVariables === undefined ? {} : { responseVariables: given.responseVariables }),
    }
    return callBridge(bridgeCall, { ...context, host, prepared })
  }

  return {
    definition: definitionOf(version, { manifest, inputs, picture: pictures.icon ?? pictures.logo }),
    // The engine passes inputs that fit the definition, and what `prepare` has returned.
    prepare: (given) => prepareCall(given as Inputs),
    problems: (given) => literalProblems(inputs, isRecord(given) && isRecord(given.data) ? given.data : {}),
    async run(given, context, prepared) {
      const { idempotencyKey, nodeId, nodeName } = context
      const labelled = { ...context, idempotencyKey, label: `#${nodeId} ${nodeName}` }
      const result = await call(given as Inputs, labelled, prepared as PreparedCall)
      const accountId = accountIdOf(given as Inputs)
      return withNotedContact(stepResult(result, context), { accountId, people: context.people, host })
    },
    async test(given, context, prepared) {
      const labelled = { ...context, idempotencyKey: crypto.randomUUID(), label: 'The action' }
      return testResult(await call(given as Inputs, labelled, prepared as PreparedCall))
    },
    ...(before === undefined
      ? {}
      : {
          upgrade: {
            from: before.typeVersion,
            inputs: (old) => upgradedInputs(old, { before: namedInputs(before.action), after: inputs, integration }),
          },
        }),
  }
}

type CallContext = Pick<TestContext, 'services' | 'signal' | 'account'> & {
  /** Absent in a test: it has no run. */
  readonly people?: StepPeople
  readonly idempotencyKey: string
  readonly label: string
}

/** A call with its failure as the bridge means it; or why nothing was called. */
type BridgeResult = CallReport | { readonly problem: string }

function stepResult(result: BridgeResult, { nodeId }: StepContext): StepResult {
  if ('problem' in result) {
    const error = { code: 'INVALID_VALUE', message: result.problem, nodeId }
    return { exit: 'failure', outputs: nothingCalled, error }
  }
  return stepResultOf(result, { nodeId, outputs: bridgeOutputs(result) })
}

function testResult(result: BridgeResult): TestResult {
  if (!('problem' in result)) return { ...shownTest(result), outputs: bridgeOutputs(result) }
  return { exit: 'failure', outputs: nothingCalled, error: { code: 'INVALID_VALUE', message: result.problem } }
}

const nothingCalled: JsonObject = {
  ...Object.fromEntries(actionAnswerFields.map((name) => [name, ''])),
  statusCode: null,
  responseBody: null,
  error: 'INVALID_VALUE',
}

interface DefinitionParts {
  readonly manifest: IntegrationManifest
  readonly inputs: readonly NamedInput[]
  readonly picture: string | undefined
}

function definitionOf(
  { action, typeVersion, retired }: ActionVersion,
  { manifest, inputs, picture }: DefinitionParts,
): NodeDefinition {
  const { integration } = manifest
  const { display, description } = action
  return {
    id: bridgeActionType(integration.name, action.name),
    typeVersion,
    kind: 'action',
    category: 'integrations',
    title: actionTitle(display),
    description: `${integration.display_name}: ${description}`,
    icon: BRIDGE_ICON,
    ...(retired === undefined ? {} : { retired }),
    ...(picture === undefined ? {} : { picture }),
    keywords: [integration.display_name, integration.name, action.name],
    variablePrefix: 'BRIDGE',
    inputs: bridgeInputs(integration, inputs),
    outputs: [
      { name: 'message', title: 'What the bridge says', type: 'text' },
      { name: 'external_id', title: 'ID of what was made', type: 'text', exits: ['success'] },
      { name: 'contact_external_id', title: 'ID of a contact that was made', type: 'text', exits: ['success'] },
      { name: 'contact_external_type', title: 'Kind of a contact that was made', type: 'text', exits: ['success'] },
      { name: 'contact_external_url', title: 'Address of a contact that was made', type: 'text', exits: ['success'] },
      { name: 'statusCode', title: 'HTTP status', type: 'number', sample: '201' },
      { name: 'responseBody', title: 'The whole reply', type: 'any' },
      { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'TIMEOUT' },
    ],
    sets: [{ perRow: 'responseVariables', nameField: 'name', exits: ['success'] }],
    exits: [
      { id: 'success', label: 'On Success' },
      { id: 'failure', label: 'On Failure', whenOpen: 'If the bridge does not do it, the run ends here.' },
    ],
    // The protocol has no key by which a bridge would know a call that comes twice.
    repeat: 'never',
    summary: [{ text: integration.display_name }],
    test: { title: 'Test Action' },
    defaults: bridgeDefaults(integration, inputs),
  }
}
