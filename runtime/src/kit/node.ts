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
import type { Retry } from '@patchbay/shared/flow'
import type { Json, JsonObject } from '@patchbay/shared/json'
import type { InputsOf, NodeDefinition } from '@patchbay/shared/nodes'
import type { Static, TSchema } from 'typebox'
import type { TokenSource } from '../platform/egress/oauth-tokens.ts'
import type { WebClient } from '../platform/egress/web-client.ts'
import type { OpenAccount, TypedAccount } from './account.ts'
import type { BotPort } from './bot.ts'
import type { CallerState } from './caller-answer.ts'
import type { ChannelDefinition, Conversation, MessageSender, SentMessage } from './channel.ts'
import type { ChildRuns, ChildTurns } from './child-runs.ts'
import type { ContactPort } from './contacts.ts'
import type { ConversationPort } from './conversations.ts'
import type { FailureAdvice } from './failure-advice.ts'
import type { FlowConsents } from './flow-consent.ts'
import type { HandOvers } from './hand-overs.ts'
import type { StepFiles } from './media.ts'
import type { InputUpgrade, PreviewContext } from './node-inputs.ts'
import type { AccountTokens } from './oauth.ts'
import type { OptionSource } from './options.ts'
import type { AgentIds, StepPeople } from './step-people.ts'
import type { TablePort } from './tables.ts'
import type { TriggerModule } from './trigger.ts'

/** What one visit of an action can read and use. */
export interface StepContext {
  readonly runId: string
  readonly flowId: string
  readonly flowName: string
  readonly nodeId: number
  /** The action's name, for messages such as "Raise Timeout in #2 Forecast". */
  readonly nodeName: string
  readonly visit: number
  /** The outputs of the visit before, if that ended with `ONCE_MORE`. */
  readonly part?: JsonObject
  /** `runId.nodeId.visit`: the same for every attempt of this step, also after a crash. */
  readonly idempotencyKey: string
  /** Our address at which the run started, if a message started it. */
  readonly address?: Address
  /** The flow's zone (IANA name), in which times of day are read. */
  readonly timeZone: string
  /** The number of this attempt of the step, from 1. */
  readonly attempt: number
  /** How the author of the flow wants the action to be retried. */
  readonly retry?: Retry
  readonly caller: CallerState
  /** Aborts the outside call when the run is cancelled, the step's deadline passes or the process stops. */
  readonly signal: AbortSignal
  readonly services: StepServices
  /**
   * Opens the account that an input names, with its secrets in plain text: never store them. Secrets that a service
   * repeats are hidden in the result of this step and of all later ones.
   * @throws AppError ACCOUNT_NOT_FOUND when no account of this type has the id, SECRET_MISSING
   */
  account<Properties extends TSchema>(
    type: TypedAccount<Properties>,
    accountId: string,
  ): Promise<OpenAccount<Static<Properties>>>
  /** The value that a variable of the run has now, such as `tries`. Undefined when no action has set it. */
  variable(name: string): Json | undefined
  /** The run's contact and the person who acts, as outside services know them. */
  readonly people: StepPeople
  /** Runs that this visit starts. */
  readonly children: ChildRuns
}

export interface StepServices {
  readonly web: WebClient
  readonly messages: MessageSender
  readonly tables: TablePort
  readonly contacts: ContactPort
  readonly agents: AgentIds
  readonly consents: FlowConsents
  readonly handOvers: HandOvers
  readonly conversations: ConversationPort
  readonly bots: BotPort
  /** OAuth 2.0 tokens, shared by all runs of the process. Made by `createTokenSource({ web, now })`. */
  readonly tokens: TokenSource
  readonly files: StepFiles
  /** OAuth 2.0 tokens of accounts, shared by all processes. */
  readonly accountTokens: Pick<AccountTokens, 'token'>
  /** Wall clock, injectable in tests. */
  now(): Date
}

/**
 * In place of an exit: the result is a part of what the action does. It is stored as a step, and the action is visited
 * again with the outputs as `part` of its context. So an action with many calls and waits repeats none that is stored.
 */
export const ONCE_MORE = 'once-more'

/** The outcome of a visit. An expected bad outcome is an exit with `error`, never an exception. */
export interface StepResult {
  /**
   * An exit of the action, or `ONCE_MORE`. Where it has none, the failure exit ends the run as failed and any other as
   * succeeded.
   */
  readonly exit: string
  /** Later actions read these as `$PREFIX_n.<name>`. */
  readonly outputs?: JsonObject
  /** Flow-wide variables set by this step. */
  readonly variables?: JsonObject
  readonly warnings?: readonly StepWarning[]
  readonly error?: RunErrorBody
  /** What the failure says about another attempt. Absent: decided by the code of `error`. */
  readonly retryAdvice?: FailureAdvice
}

/**
 * Returned by an action that has to wait. The run is stored as waiting and leaves memory. Once `until` comes or an
 * event wakes the run, `resume` of the action continues in any process.
 */
export interface StepWait {
  readonly wait: {
    readonly until: Date
    /** The reason, as lists of runs show it: `time`, `reply`, `receipt`, `person`, `quiet-hours`, `run`. */
    readonly for: string
    /** Nothing was done yet: in place of `resume`, `run` is called again then. */
    readonly again?: true
    /** What `resume` needs; stored with the run. */
    readonly state?: JsonObject
    /**
     * Set for a wait for a reply (`for: 'reply'`): the next message of this conversation wakes the run. The event is
     * `{ text, from, media, messageId, choice?, location?, contactCard?, sticker? }`. Of several runs that wait in it the
     * one that asked last gets the message.
     */
    readonly conversation?: Conversation
    /**
     * Set for a wait for a receipt (`for: 'receipt'`): the last receipt of this message wakes the run. The event is a
     * `Reported`. A receipt that comes before the wait is known may end it as `due`: ask `messages.receiptOf` then.
     */
    readonly receiptOf?: SentMessage
    /**
     * Set for a wait for people (`for: 'person'`): it ends once they hand this conversation back or close it. The event is
     * `{ how: 'handed-back' | 'closed', by }`.
     */
    readonly handOverOf?: Conversation
    /** Set for a wait (`for: 'run'`) for the runs that this visit has started: it ends once none of them is open. */
    readonly turns?: ChildTurns
  }
  /**
   * Called after the commit of the wait, for example to send the question, so that no answer can arrive before the wait
   * is known. A returned result ends the wait, a wait takes its place, a state replaces its state, and undefined continues it. When the
   * process dies in between, `run` is called again under the repeat policy of the action.
   */
  readonly afterCommit?: () => Promise<StepResult | StepWait | WaitState | undefined>
}

/** What `resume` gets when no event has ended the wait before it was known. */
export interface WaitState {
  readonly state: JsonObject
}

/** What ended a wait. */
export interface WokenBy {
  readonly reason: 'due' | 'event'
  /** The event's data; empty for `due`. */
  readonly event: JsonObject
  /** The state that the action returned with its wait. */
  readonly state: JsonObject
}

/** What the other side reports about a visit that may have begun before a crash. */
export type FoundOutcome =
  | { readonly kind: 'done'; readonly result: StepResult | StepWait }
  /**
   * It was not done. Counts only `settledAfterMs` after the process died, because its request may still be on the way.
   */
  | { readonly kind: 'not-done'; readonly settledAfterMs: number }
  /** The other side cannot say; `isFinal` when asking later would not help. */
  | { readonly kind: 'unknown'; readonly isFinal: boolean }

/** What a test of an action can read and use. There is no run. */
export type TestContext = Pick<StepContext, 'timeZone' | 'signal' | 'services' | 'account'>

/** The outcome of a test: a step's result, and what the designer shows besides. */
export interface TestResult extends StepResult {
  readonly request?: ShownRequest
  /** Null when no reply came. */
  readonly response?: ShownReply | null
  /** The values read from the reply, by the rows of the inputs. */
  readonly extracted?: readonly ShownExtract[]
  /** Duration of the call alone. Absent: the duration of the whole test counts. */
  readonly durationMs?: number
}

/** An action: its definition and what it does with rendered inputs. Made by `defineAction`. */
export interface ActionModule {
  readonly definition: NodeDefinition
  /**
   * Called once at deploy with the inputs of the document: validated, not rendered, and secrets may be references.
   * Compiles query expressions, for example. The result is passed to all other functions.
   * @throws AppError when the inputs cannot be prepared
   */
  prepare?(inputs: unknown): unknown
  run(inputs: unknown, context: StepContext, prepared?: unknown): Promise<StepResult | StepWait>
  /**
   * Called when the wait that `run` returned has ended, with the same inputs. May be called twice when a process dies,
   * so it must do nothing outside that must not happen twice.
   */
  resume?(inputs: unknown, context: StepContext, wokenBy: WokenBy, prepared?: unknown): Promise<StepResult | StepWait>
  /**
   * Asks the other side whether this visit, which must not be done twice, was done before a crash. Without this
   * function the outcome is unknown.
   */
  find?(inputs: unknown, context: StepContext, prepared?: unknown): Promise<FoundOutcome>
  /**
   * Called by the Test button of the form, with rendered inputs. Does the action itself, or something harmless like it.
   * `test` of the definition has the button's title. Secrets of the inputs are masked in the answer.
   */
  test?(inputs: unknown, context: TestContext, prepared?: unknown): Promise<TestResult>
  /** Problems of inputs that fit their schema, as written: variables are not filled in. They stop a deploy. */
  problems?(inputs: unknown): readonly FieldError[]
  /**
   * What a channel will show in another form than the inputs mean, for an action whose address says the channel. The
   * inputs are as written, and may not fit their schema. Shown as warnings.
   */
  channelWarnings?(inputs: unknown, channel: ChannelDefinition): readonly FieldError[]
  /**
   * Computes at once, without any call, what these inputs lead to. A field with the widget `preview` shows it. Inputs
   * are validated, not rendered.
   */
  preview?(inputs: unknown, context: PreviewContext): ActionPreview
  /** Sources of the choices of fields with `x-ui.options`, by name. Names are unique in all of Patchbay. */
  readonly options?: Readonly<Record<string, OptionSource>>
  /**
   * What a run that this action has begun hands back at its end. Of the inputs, those with `x-template.atEnd` are filled
   * in with what the run knows then.
   */
  handsBack?(inputs: unknown): JsonObject
  /** Only for a `typeVersion` above 1. */
  readonly upgrade?: InputUpgrade
}

/** An action that never waits. */
export interface PlainActionModule extends ActionModule {
  run(inputs: unknown, context: StepContext, prepared?: unknown): Promise<StepResult>
}

/** The code of an action, its inputs typed by the schema of the definition. `ActionModule` documents the functions. */
export interface ActionCode<Inputs, Prepared> {
  prepare?(inputs: Inputs): Prepared
  run(inputs: Inputs, context: StepContext, prepared: Prepared): Promise<StepResult>
  find?(inputs: Inputs, context: StepContext, prepared: Prepared): Promise<FoundOutcome>
  test?(inputs: Inputs, context: TestContext, prepared: Prepared): Promise<TestResult>
  problems?(inputs: Inputs): readonly FieldError[]
  channelWarnings?(inputs: unknown, channel: ChannelDefinition): readonly FieldError[]
  preview?(inputs: Inputs, context: PreviewContext): ActionPreview
  readonly options?: Readonly<Record<string, OptionSource>>
  handsBack?(inputs: Inputs): JsonObject
  readonly upgrade?: InputUpgrade
}

/** The code of an action whose `run` may return a wait. It needs a `resume`. */
export interface WaitingActionCode<Inputs, Prepared> extends Omit<ActionCode<Inputs, Prepared>, 'run'> {
  run(inputs: Inputs, context: StepContext, prepared: Prepared): Promise<StepResult | StepWait>
  resume(inputs: Inputs, context: StepContext, wokenBy: WokenBy, prepared: Prepared): Promise<StepResult | StepWait>
}

/** An action or a trigger. */
export type NodeModule = ActionModule | TriggerModule

/** Joins a definition with its code: an action that never waits, or one with `resume` that may. */
export function defineAction<Definition extends NodeDefinition, Prepared = undefined>(
  definition: Definition,
  code: WaitingActionCode<InputsOf<Definition>, Prepared>,
): ActionModule
export function defineAction<Definition extends NodeDefinition, Prepared = undefined>(
  definition: Definition,
  code: ActionCode<InputsOf<Definition>, Prepared>,
): PlainActionModule
export function defineAction(definition: NodeDefinition, code: object): ActionModule {
  // Erasing the type is safe: the engine passes only inputs that were validated at deploy and rendered for this visit,
  // and the result of the same code's `prepare`.
  return { definition, ...(code as Omit<ActionModule, 'definition'>) }
}
