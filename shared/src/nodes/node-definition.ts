import type { Static, TObject, TSchema } from 'typebox'
import type { ChannelAbilities } from './channel-abilities.ts'
import type { FieldCondition } from './ui-schema.ts'

export const nodeCategories = ['triggers', 'messaging', 'data', 'logic', 'integrations'] as const
export type NodeCategory = (typeof nodeCategories)[number]

/**
 * What may happen when nobody knows whether an interrupted step took effect. `safe`: run it again. `keyed`: run
 * it again with the same idempotency key. `never`: not again; ask the provider or end in OUTCOME_UNKNOWN.
 */
export type RepeatPolicy = 'safe' | 'keyed' | 'never'

/**
 * A fixed policy, one read from an input such as the HTTP method (`never` becomes `keyed` where `keyedWhen` holds), or the one of the account that owns the address of
 * this channel in the rendered input named by `channelOf`. Without a channel the input says which it is, and `contactOf` names
 * the input with the contact.
 */
export type RepeatRule =
  | RepeatPolicy
  | {
      readonly field: string
      readonly values: Readonly<Record<string, RepeatPolicy>>
      readonly otherwise: RepeatPolicy
      readonly keyedWhen?: FieldCondition
    }
  | { readonly channelOf: string; readonly channel?: string; readonly contactOf?: string }

/** Exits as data: a fixed exit, one that is there only when an input has a value, or one for each row of a list. */
export type ExitRule =
  | {
      readonly id: string
      readonly label: string
      readonly when?: FieldCondition
      /** What an open failure exit means, such as `If this text cannot be sent, the run ends here.` */
      readonly whenOpen?: string
    }
  | RowExitRule

/**
 * One exit for each row of a list input. Each row has a number of its own, so that its exit and the connection there
 * stay the same when rows before it are moved or removed. A new row gets a number that no row of this node has had.
 */
export interface RowExitRule {
  /** The list input. */
  readonly perRow: string
  /** `option` makes the exits `option-1`, `option-2` … by the numbers of the rows. */
  readonly id: string
  /** The property of a row that holds its number. Rows without one have the lowest numbers that are free. */
  readonly numberField: string
  /** The input that holds the highest number given so far. */
  readonly highestField: string
  /** `{n}` is the number of the row and `{x}` its property `x`. */
  readonly label: string
  /** The label of rows whose own would be empty. */
  readonly unnamed: string
}

/** One named outcome of a node as it stands, exit rules applied. */
export interface Exit {
  readonly id: string
  readonly label: string
}

/** A value the action leaves behind as `$PREFIX_n.<name>`. */
export interface OutputField {
  readonly name: string
  readonly title: string
  readonly type: 'text' | 'number' | 'boolean' | 'object' | 'list' | 'any'
  /** Exits on which it is set; all of them when left out. */
  readonly exits?: readonly string[]
  /** Offered only with inputs as this condition says. */
  readonly when?: FieldCondition
  readonly sample?: string
  /** The values within are the choices of a source, which depend on these inputs. */
  readonly fieldsOf?: { readonly source: string; readonly inputs: readonly string[] }
  /** Values within an object that are offered in its place, as `$PREFIX_n.<name>.<field>`. */
  readonly fields?: readonly Pick<OutputField, 'name' | 'title' | 'type' | 'sample'>[]
}

/** Flow-wide variables (`$temp`) that the action sets: fixed ones, one that an input names, or one per row of an input. */
export type VariableRule =
  | {
      readonly name: string
      readonly title: string
      readonly exits?: readonly string[]
      readonly sample?: string
      /** Of a trigger: what starts it may bring no value. */
      readonly mayBeEmpty?: true
    }
  | {
      /** The input with the name. Where it is empty, the variable is called `PREFIX_n` by the prefix and the Action ID. */
      readonly nameInput: string
      readonly title: string
      readonly type: OutputField['type']
      readonly exits?: readonly string[]
      readonly sample?: string
    }
  | {
      readonly perRow: string
      readonly nameField: string
      readonly exits?: readonly string[]
      /** The columns that hold the type of the value, as outputs have it, and an example of it. */
      readonly typeField?: string
      readonly sampleField?: string
      /** The column that says whether there is always a value, and the one with the value that is taken otherwise. */
      readonly requiredField?: string
      readonly defaultField?: string
    }

/** `variable` shows the name as `$name`, `url` drops the scheme, `template` sets the variables in a text off. */
type SummaryStyle = 'text' | 'mono' | 'url' | 'template' | 'variable'

/** A property of a row, by its `optionLabels` where it has them; left out for rows in which `unless` holds. */
export interface SummaryCell {
  readonly field: string
  readonly style?: SummaryStyle
  /** A word before the value. */
  readonly prefix?: string
  /** Its `field` is a property of the row. */
  readonly unless?: FieldCondition
}

/**
 * The key setting on the block, left to right. The first empty field that has `emptyMessage` in its `x-ui` replaces
 * the line.
 */
export type SummaryPart =
  | {
      /** The value of an input that the form shows; choices by their `optionLabels`. */
      readonly field: string
      readonly style?: SummaryStyle
      /** A word before the value, such as `at`. */
      readonly prefix?: string
      /** Left out where this holds of the inputs. */
      readonly unless?: FieldCondition
    }
  | { readonly text: string }
  /** The assigned addresses of a trigger that `listens` to those of a channel. */
  | { readonly addresses: true }
  | {
      /** A list input. Each row reads as its cells set apart by spaces. */
      readonly rows: string
      readonly cells: readonly SummaryCell[]
      /** A word before the rows, such as `sets`. */
      readonly prefix?: string
      /** Words between two rows, by the value of another input. A comma when left out. */
      readonly join?: { readonly field: string; readonly words: Readonly<Record<string, string>> }
    }
  /** How many rows a list input has, such as `{n} option` and `{n} options`; nothing when it has none. */
  | { readonly count: string; readonly one: string; readonly other: string }

/** In place of a channel: all of them. */
export const ANY_CHANNEL = '*'

/** Whether a trigger that listens to a channel, or to any, hears messages of this one. */
export function hearsChannel(listened: string, channel: string): boolean {
  return listened === ANY_CHANNEL || listened === channel
}

/**
 * What starts a flow by this trigger: messages to the addresses of a channel, or of any, that are assigned to the flow,
 * requests to `/hooks/<path>` with the path of the input named here (dotted), calls of `/triggers/<flow id>`, the clock, a
 * jump of another run with the values in the rows of the input `expects`, the end of a run of the flow, or events of conversations.
 */
export type Listens =
  | { readonly address: string }
  | { readonly path: string }
  | { readonly api: true }
  | { readonly schedule: true }
  | { readonly jump: { readonly expects: string } }
  | { readonly end: true }
  | { readonly events: EventWords }

/** The words that an input chooses from, and the type of stored event that each means. */
export interface EventWords {
  readonly field: string
  readonly types: Readonly<Record<string, string>>
}

/** Everything the board, the form, the checks and the docs need to know of an action. Data only. */
export interface NodeDefinition<Inputs extends TSchema = TSchema> {
  /** Equals the folder name and the `type` in flow documents. */
  readonly id: string
  readonly typeVersion: number
  readonly kind: 'trigger' | 'action'
  readonly category: NodeCategory
  readonly title: string
  /** One or two sentences for the menu's tooltip and the reference. */
  readonly description: string
  /** Name of a Tabler outline icon, such as `world-share`. */
  readonly icon: string
  /** Address of a picture on this server, which stands in the icon's place. */
  readonly picture?: string
  /**
   * Set for a type that is not offered any more and cannot be deployed: why, in a sentence. What is live and what runs goes
   * on with it.
   */
  readonly retired?: string
  /** Further words that find it in the Actions menu. */
  readonly keywords: readonly string[]
  /** `EXTCALL` makes its outputs `$EXTCALL_<id>.…`. */
  readonly variablePrefix: string
  /** Of a trigger. */
  readonly listens?: Listens
  /** How the empty board offers a trigger; its title and description when left out. */
  readonly start?: { readonly title: string; readonly text: string }
  /**
   * How events of this trigger wait while the flow is paused. `messages`: as long as the setting for texts says. An
   * object: as many days as the input says, and once the flow goes on at most as many of them start in a minute as the
   * other input says. Default: until it goes on, and then at once.
   */
  readonly hold?:
    | 'messages'
    | { readonly daysField: string; readonly otherwise: number; readonly perMinuteField: string }
  /**
   * Of a trigger that `listens` to calls: how the designer tests it. A form asks for the values that the rows of an input
   * name, and for some of the variables in `sets` that the caller sends under their own names.
   */
  readonly testForm?: { readonly rows: string; readonly also: readonly string[] }
  /** Of an action that starts a run of the flow in this input, by the trigger with this number, with these named values. */
  readonly jumps?: { readonly flowField: string; readonly numberField: string; readonly valuesField: string }
  /** Of an action that starts runs over the branch of this exit, which its own run does not take. */
  readonly branch?: string
  /** At most so many in one flow. */
  readonly maxPerFlow?: number
  /** Inputs as JSON Schema; every level refuses unknown keys. */
  readonly inputs: Inputs
  readonly outputs: readonly OutputField[]
  readonly sets: readonly VariableRule[]
  /**
   * Whom `$contact` and `$conversation` mean from this action on: these outputs hold the ids. The values are read again
   * then, so an action that changes a contact names it, too.
   */
  readonly means?: {
    readonly contact?: string
    readonly conversation?: string
    /** Exits on which that holds; all of them when left out. */
    readonly exits?: readonly string[]
    /** The action looks somebody up: where nobody is known, authors are told to put it before. */
    readonly finds?: true
  }
  readonly exits: readonly ExitRule[]
  readonly repeat: RepeatRule
  /**
   * The action changes nothing outside Patchbay: always, or with inputs as this condition says. A run may do it before the
   * run is stored. More than `safe`: a PUT may be repeated, but it does change something.
   */
  readonly changesNothing?: true | FieldCondition
  readonly summary: readonly SummaryPart[]
  /** Of a trigger: its caller waits for an action that `answers`, with inputs as this condition says. */
  readonly awaitsAnswer?: FieldCondition
  /** Its outputs `status`, `contentType`, `headers` and `body` answer the caller that waits for the run. */
  readonly answers?: true
  /** The module has a `test`: the panel offers it in its foot, under this title. */
  readonly test?: { readonly title: string }
  /** Inputs a new node begins with. */
  readonly defaults: Readonly<Record<string, unknown>>
}

/** Keeps the inferred input type of a definition while checking its shape. */
export function defineNode<const Inputs extends TObject>(definition: NodeDefinition<Inputs>): NodeDefinition<Inputs> {
  return definition
}

export type InputsOf<Definition extends NodeDefinition> = Static<Definition['inputs']>

/** One element of an icon's drawing on 24 by 24, such as `['path', { d: 'M3 9h18' }]`. */
export type IconElement = readonly [tag: string, attributes: Readonly<Record<string, string>>]

/** A kind of way to reach contacts, as the designer speaks of it. */
export interface ChannelKind {
  /** The `channel` of an address. */
  readonly id: string
  readonly title: string
  /** What one of our addresses is called: `Number`, `Bot`. */
  readonly addressTitle: string
  readonly icon: string
  /** Made-up contacts whom the simulator plays. */
  readonly contacts: readonly string[]
  readonly abilities: ChannelAbilities
}

/** The answer of `GET /api/catalog`. */
export interface Catalog {
  /** Changes with everything else in here. */
  readonly revision?: string
  /** The newest version of each type, in the order of the menu. */
  readonly nodes: readonly NodeDefinition[]
  /** Earlier versions and retired types that flows may have been built with. */
  readonly older?: readonly NodeDefinition[]
  /** Drawings of the icons that definitions name. */
  readonly icons?: Readonly<Record<string, readonly IconElement[]>>
  readonly channels?: readonly ChannelKind[]
  /** The installation's own fields of contacts. */
  readonly contactFields?: readonly (Pick<OutputField, 'name' | 'title' | 'type'> & { readonly sample: string })[]
}
