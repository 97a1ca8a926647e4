import type {
  ActionPreview,
  Address,
  RunErrorBody,
  ShownExtract,
  ShownReply,
  ShownRequest,
  StepWarning,
} from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import type { RetryOutcome } from '@patchbay/shared/flow'
import type { JsonObject } from '@patchbay/shared/json'
import type { InputsOf, NodeDefinition } from '@patchbay/shared/nodes'
import type { Static, TSchema } from 'typebox'
import type { TokenSource } from '../platform/egress/oauth-tokens.ts'
import type { WebClient } from '../platform/egress/web-client.ts'
import type { OpenAccount, TypedAccount } from './account.ts'
import type { MessageSender } from './channel.ts'
import type { OptionSource } from './options.ts'

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
  /** The flow's zone (IANA name), in which times of day are meant. */
  readonly timeZone: string
  /** Which try of this step it is, from 1. */
  readonly attempt: number
  /** Ends the outside call when the run is cancelled, the step's deadline passes or the process stops. */
  readonly signal: AbortSignal
  readonly services: StepServices
  /**
   * The account that an input names, with its secrets in plain text: never store them. Where a service repeats
   * one, it is hidden in the result of this step and of all later ones.
   * @throws AppError ACCOUNT_NOT_FOUND when there is none of this type, SECRET_MISSING
   */
  account<Properties extends TSchema>(
    type: TypedAccount<Properties>,
    accountId: string,
  ): Promise<OpenAccount<Static<Properties>>>
}

export interface StepServices {
  readonly web: WebClient
  readonly messages: MessageSender
  /** OAuth 2.0 tokens, shared by all runs of the process: `createTokenSource({ web, now })`. */
  readonly tokens: TokenSource
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
  /** What a failure says about another try. Absent: read from the code of `error`. */
  readonly retryAdvice?: FailureAdvice
}

/** What a failed try means for the next one. */
export interface FailureAdvice {
  readonly outcome: RetryOutcome
  /**
   * It was certainly not done, or the other side answered that it failed. Only then is an action tried again
   * that must not be done twice.
   */
  readonly isSure: boolean
  /** The other side asked for a pause of this length (Retry-After). */
  readonly afterMs?: number
}

/**
 * An action that has to wait: the run is stored as waiting and leaves the memory. Once `until` comes or somebody
 * wakes the run, `resume` of the action goes on, in any process.
 */
export interface StepWait {
  readonly wait: {
    readonly until: Date
    /** What for, as lists of runs show it: `time`, `reply`. */
    readonly for: string
    /** What `resume` needs; stored with the run. */
    readonly state?: JsonObject
  }
  /**
   * Done after the wait is stored, such as sending the question: so no answer comes before somebody waits for it.
   * A result ends the wait with it; undefined lets it go on. Where the process dies in between, `run` is called
   * again under the repeat policy of the action.
   */
  readonly afterwards?: () => Promise<StepResult | undefined>
}

/** What ended a wait. */
export interface WokenBy {
  readonly reason: 'due' | 'event'
  /** What happened; empty with `due`. */
  readonly event: JsonObject
  /** As the action gave it with its wait. */
  readonly state: JsonObject
}

/** What the other side says about a visit that may have begun before a crash. */
export type FoundOutcome =
  | { readonly kind: 'done'; readonly result: StepResult }
  /** It was not done; counts only so long after the process died, while its request may still be on the way. */
  | { readonly kind: 'not-done'; readonly settledAfterMs: number }
  /** The other side cannot say; `isFinal` when asking again would not help. */
  | { readonly kind: 'unknown'; readonly isFinal: boolean }

/** What a test of an action may know and use: there is no run. */
export type TestContext = Pick<StepContext, 'timeZone' | 'signal' | 'services' | 'account'>

/** How a test went: as a step would, with what the designer can show of it besides. */
export interface TestResult extends StepResult {
  readonly request?: ShownRequest
  /** Null when no reply came. */
  readonly response?: ShownReply | null
  /** What was taken from the reply, by the rows of the inputs. */
  readonly extracted?: readonly ShownExtract[]
  /** Of the call alone; left out: of the whole test. */
  readonly durationMs?: number
}

export interface PreviewContext {
  readonly now: Date
  /** IANA name, checked. */
  readonly timeZone: string
}

/** An action: its definition and what it does with rendered inputs. Made by `defineAction`. */
export interface ActionModule {
  readonly definition: NodeDefinition
  /**
   * Work done once at deploy from the inputs as they stand in the document (validated, not rendered, secrets
   * may be references), such as compiling query expressions; its result is handed to all other functions.
   * @throws AppError when the inputs cannot be prepared.
   */
  prepare?(inputs: unknown): unknown
  run(inputs: unknown, context: StepContext, prepared?: unknown): Promise<StepResult | StepWait>
  /**
   * The end of a wait that `run` asked for, with the same inputs. May be called twice when a process dies in
   * between, so it must do nothing outside that may not happen twice.
   */
  resume?(inputs: unknown, context: StepContext, wokenBy: WokenBy, prepared?: unknown): Promise<StepResult | StepWait>
  /**
   * Asks the other side whether this visit, which must not be done twice, was done before a crash. Without it
   * nobody knows.
   */
  find?(inputs: unknown, context: StepContext, prepared?: unknown): Promise<FoundOutcome>
  /**
   * What the Test button of the form does, with rendered inputs: the action itself or something harmless like it.
   * The definition says under `test` what the button is called. Secrets of the inputs are masked in the answer.
   */
  test?(inputs: unknown, context: TestContext, prepared?: unknown): Promise<TestResult>
  /**
   * What these inputs lead to, reckoned at once and without a call to anybody; a field of the widget `preview` shows
   * it. Inputs are validated, not rendered.
   */
  preview?(inputs: unknown, context: PreviewContext): ActionPreview
  /** What fields of `x-ui.options` offer, by name; a name is known once in all of Patchbay. */
  readonly options?: Readonly<Record<string, OptionSource>>
  /** Only for a `typeVersion` above the first. */
  readonly upgrade?: InputUpgrade
}

/** An action that never waits. */
export interface PlainActionModule extends ActionModule {
  run(inputs: unknown, context: StepContext, prepared?: unknown): Promise<StepResult>
}

/** The code of an action, its inputs typed by the schema of the definition. See `ActionModule` for the functions. */
export interface ActionCode<Inputs, Prepared> {
  prepare?(inputs: Inputs): Prepared
  run(inputs: Inputs, context: StepContext, prepared: Prepared): Promise<StepResult>
  find?(inputs: Inputs, context: StepContext, prepared: Prepared): Promise<FoundOutcome>
  test?(inputs: Inputs, context: TestContext, prepared: Prepared): Promise<TestResult>
  preview?(inputs: Inputs, context: PreviewContext): ActionPreview
  readonly options?: Readonly<Record<string, OptionSource>>
  readonly upgrade?: InputUpgrade
}

/** The code of an action whose `run` may answer with a wait: then something has to end it. */
export interface WaitingActionCode<Inputs, Prepared> extends Omit<ActionCode<Inputs, Prepared>, 'run'> {
  run(inputs: Inputs, context: StepContext, prepared: Prepared): Promise<StepResult | StepWait>
  resume(inputs: Inputs, context: StepContext, wokenBy: WokenBy, prepared: Prepared): Promise<StepResult | StepWait>
}

/** An action or a trigger. */
export type NodeModule = ActionModule | TriggerModule

/** Makes the inputs of the version `from` those of this version, for builders who want the newer one. */
export interface InputUpgrade {
  readonly from: number
  /** Inputs as they stand in a document: incomplete perhaps, secrets as references. */
  inputs(old: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>
}

/** Joins a definition with its code: an action that never waits, or with `resume` one that may. */
export function defineAction<Definition extends NodeDefinition, Prepared = undefined>(
  definition: Definition,
  code: WaitingActionCode<InputsOf<Definition>, Prepared>,
): ActionModule
export function defineAction<Definition extends NodeDefinition, Prepared = undefined>(
  definition: Definition,
  code: ActionCode<InputsOf<Definition>, Prepared>,
): PlainActionModule
export function defineAction(definition: NodeDefinition, code: object): ActionModule {
  // The erasure is safe: the engine hands over only inputs that were validated at deploy and rendered for this
  // visit, and what `prepare` of the same code returned.
  return { definition, ...(code as Omit<ActionModule, 'definition'>) }
}

/** A request or message that starts a run, before the trigger looked at it. */
export interface TriggerEvent {
  /** The contact and our address, where the event has them. */
  readonly contact?: string
  readonly address?: Address
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
  readonly address?: Address
  /** Contents of `$item`. */
  readonly item: JsonObject
  readonly warnings?: readonly StepWarning[]
}

/** A trigger: its definition and how an event becomes the first step of a run. Made by `defineTrigger`. */
export interface TriggerModule {
  readonly definition: NodeDefinition
  /** @throws AppError (`MISSING_INPUT` …) when the event may not start the flow. */
  start(inputs: unknown, event: TriggerEvent): TriggerStart
  /** What is wrong with inputs that fit their schema; it stops a deploy. */
  problems?(inputs: unknown): readonly FieldError[]
  /** As in `ActionModule`. */
  preview?(inputs: unknown, context: PreviewContext): ActionPreview
  /** Only for a `typeVersion` above the first. */
  readonly upgrade?: InputUpgrade
}

/** The code of a trigger, its inputs typed by the schema of the definition. See `TriggerModule` for the functions. */
export interface TriggerCode<Inputs> {
  start(inputs: Inputs, event: TriggerEvent): TriggerStart
  problems?(inputs: Inputs): readonly FieldError[]
  preview?(inputs: Inputs, context: PreviewContext): ActionPreview
  readonly upgrade?: InputUpgrade
}

/** Joins a definition with its code. */
export function defineTrigger<Definition extends NodeDefinition>(
  definition: Definition,
  code: TriggerCode<InputsOf<Definition>>,
): TriggerModule {
  // The erasure is safe: only inputs that were validated at deploy are handed over.
  return { definition, ...(code as TriggerCode<unknown>) }
}
