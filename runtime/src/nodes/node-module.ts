import type { RunErrorBody, StepWarning } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { InputsOf, NodeDefinition } from '@patchbay/shared/nodes'
import type { ChannelRegistry } from '../channels/channel.ts'
import type { TokenSource } from '../egress/oauth-tokens.ts'
import type { WebClient } from '../egress/web-client.ts'
import type { ZapierOutlet } from '../providers/zapier/zapier-outlet.ts'

/** What one visit of an action may know and use. */
export interface StepContext {
  readonly runId: string
  readonly flowId: string
  readonly flowName: string
  readonly nodeId: number
  /** The action's name, for messages such as "Raise Timeout in #2 Forecast". */
  readonly nodeName: string
  readonly visit: number
  /** `runId.nodeId.visit`: the same for every attempt of this step, also after a crash. */
  readonly idempotencyKey: string
  /** Ends the outside call when the run is cancelled, the step's deadline passes or the process stops. */
  readonly signal: AbortSignal
  readonly services: StepServices
}

export interface StepServices {
  readonly web: WebClient
  readonly channels: ChannelRegistry
  /** OAuth 2.0 tokens, shared by all runs of the process: `createTokenSource({ web, now })`. */
  readonly tokens: TokenSource
  /** Items for Zaps. */
  readonly zapier: ZapierOutlet
  /** Wall clock, injectable in tests. */
  now(): Date
}

/** How a visit ended. An expected bad outcome is an exit with `error`, never an exception. */
export interface StepResult {
  readonly exit: string
  /** Readable later as `$PREFIX_n.<name>`. */
  readonly outputs?: JsonObject
  /** Flow-wide variables set by this step. */
  readonly variables?: JsonObject
  readonly warnings?: readonly StepWarning[]
  readonly error?: RunErrorBody
}

/** An action: its definition and what it does with rendered inputs. */
export interface ActionModule {
  readonly definition: NodeDefinition
  /**
   * Work done once at deploy from the inputs as they stand in the document (validated, not rendered, secrets
   * may be references), such as compiling query expressions; its result is handed to every `run` of that node.
   * @throws AppError when the inputs cannot be prepared.
   */
  prepare?(inputs: unknown): unknown
  run(inputs: unknown, context: StepContext, prepared?: unknown): Promise<StepResult>
}

/**
 * Joins a definition with its code; `inputs` are typed by the definition's schema. The engine hands over only
 * inputs that were validated at deploy and rendered for this visit, so the erased signature is safe.
 */
export function implementAction<Definition extends NodeDefinition>(
  definition: Definition,
  run: (inputs: InputsOf<Definition>, context: StepContext) => Promise<StepResult>,
): ActionModule {
  // The cast narrows what validation at deploy has established.
  return { definition, run: (inputs, context) => run(inputs as InputsOf<Definition>, context) }
}

/** As `implementAction`, for an action with work to do once at deploy. */
export function implementPreparedAction<Definition extends NodeDefinition, Prepared>(
  definition: Definition,
  code: {
    prepare(inputs: InputsOf<Definition>): Prepared
    run(inputs: InputsOf<Definition>, context: StepContext, prepared: Prepared): Promise<StepResult>
  },
): ActionModule {
  return {
    definition,
    // The casts narrow what validation at deploy has established and what `prepare` returned.
    prepare: (inputs) => code.prepare(inputs as InputsOf<Definition>),
    run: (inputs, context, prepared) => code.run(inputs as InputsOf<Definition>, context, prepared as Prepared),
  }
}

/** A request or message that starts a run, before the trigger looked at it. */
export interface TriggerEvent {
  /** The contact and our address, where the event has them. */
  readonly contact?: string
  readonly address?: string
  /** The credential that came with the event (`auth-token`, `token:<id>`), kept with the run: it may ask how it went. */
  readonly startedBy?: string
  /**
   * The event as the trigger's outputs are made from it.
   * `inbound-sms`: `{ message, mediaUrls?, messageId? }` with `contact` and `address` set.
   * `inbound-api`: `{ body }`, the JSON object of the request.
   * `webhook`: `{ body, headers, query, method, rawBody }`, header names in lower case.
   */
  readonly data: JsonObject
}

/** What a run begins with. */
export interface TriggerStart {
  readonly outputs: JsonObject
  readonly variables: JsonObject
  readonly contact?: string
  readonly address?: string
  /** Contents of `$item`. */
  readonly item: JsonObject
  readonly warnings?: readonly StepWarning[]
}

/** A trigger: its definition and how an event becomes the first step of a run. */
export interface TriggerModule {
  readonly definition: NodeDefinition
  /** @throws AppError (`MISSING_INPUT` …) when the event may not start the flow. */
  start(inputs: unknown, event: TriggerEvent): TriggerStart
  /** What is wrong with inputs that fit their schema; it stops a deploy. */
  problems?(inputs: unknown): readonly FieldError[]
}

export function implementTrigger<Definition extends NodeDefinition>(
  definition: Definition,
  start: (inputs: InputsOf<Definition>, event: TriggerEvent) => TriggerStart,
  problems: (inputs: InputsOf<Definition>) => readonly FieldError[] = () => [],
): TriggerModule {
  // The casts narrow what validation has established.
  return {
    definition,
    start: (inputs, event) => start(inputs as InputsOf<Definition>, event),
    problems: (inputs) => problems(inputs as InputsOf<Definition>),
  }
}
