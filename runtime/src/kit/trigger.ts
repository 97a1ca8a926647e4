import type { ActionPreview, Address, StepWarning } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { InputsOf, NodeDefinition } from '@patchbay/shared/nodes'
import type { InputUpgrade, PreviewContext } from './node-inputs.ts'

/** A request or message that may start a run, as the trigger gets it. */
export interface TriggerEvent {
  /** The contact and our address, if the event has them. */
  readonly contact?: string
  readonly address?: Address
  /**
   * The credential of the event (`auth-token`, `token:<id>`), kept with the run: its holder may read the run's outcome.
   */
  readonly startedBy?: string
  /** The caller holds its request open for an answer until then. */
  readonly callerUntil?: Date
  /**
   * The data from which the trigger makes its outputs.
   * Messages: `{ message, mediaUrls?, messageId?, choice?, location?, contactCard?, sticker?, contactName? }` with
   * `contact` and `address` set.
   * `inbound-api`: `{ body, isForm? }`, the JSON object or the form of the request.
   * `webhook`: `{ body, headers, query, method, rawBody }`, header names in lower case.
   */
  readonly data: JsonObject
}

/** The data that a run starts with. */
export interface TriggerStart {
  readonly outputs: JsonObject
  readonly variables: JsonObject
  readonly contact?: string
  readonly address?: Address
  /** Contents of `$item`. */
  readonly item: JsonObject
  readonly warnings?: readonly StepWarning[]
}

/**
 * A trigger: its definition, and the code that turns an event into the first step of a run. Made by `defineTrigger`.
 */
export interface TriggerModule {
  readonly definition: NodeDefinition
  /** @throws AppError (`MISSING_INPUT` …) when the event may not start the flow. */
  start(inputs: unknown, event: TriggerEvent): TriggerStart
  /** Like `ActionModule.handsBack`. */
  handsBack?(inputs: unknown): JsonObject
  /** Problems of inputs that fit their schema. They stop a deploy. */
  problems?(inputs: unknown): readonly FieldError[]
  /** Like `ActionModule.preview`. */
  preview?(inputs: unknown, context: PreviewContext): ActionPreview
  /** Only for a `typeVersion` above 1. */
  readonly upgrade?: InputUpgrade
}

/** The code of a trigger, its inputs typed by the schema of the definition. `TriggerModule` documents the functions. */
export interface TriggerCode<Inputs> {
  start(inputs: Inputs, event: TriggerEvent): TriggerStart
  handsBack?(inputs: Inputs): JsonObject
  problems?(inputs: Inputs): readonly FieldError[]
  preview?(inputs: Inputs, context: PreviewContext): ActionPreview
  readonly upgrade?: InputUpgrade
}

/** Joins a definition with its code. */
export function defineTrigger<Definition extends NodeDefinition>(
  definition: Definition,
  code: TriggerCode<InputsOf<Definition>>,
): TriggerModule {
  // Erasing the type is safe: only inputs that were validated at deploy are passed.
  return { definition, ...(code as TriggerCode<unknown>) }
}
