/** Names of the form widgets the designer draws. An unknown name falls back to the default of the JSON type. */
export const widgets = [
  /** One-line plain text. */
  'text',
  /** Several lines of plain text. */
  'long-text',
  /** One line or several of text with `$variables` shown as pills. */
  'template',
  'long-template',
  /** Monospaced body with `$variables`, coloured by the chosen content type. */
  'code-template',
  /**
   * Repeating rows; the columns are the properties of the item schema. Where one of them holds queries (`x-query`), a
   * further column shows what they find in the reply of the action's last test.
   */
  'rows',
  /** Repeating rows, each a small form of its own below a heading; for rows that hold more than fits on a line. */
  'row-forms',
  'secret',
  'number',
  'select',
  'switch',
  'phone',
  /** Which of our addresses a message comes from: one of them, the one that was written to, or a variable. */
  'sender',
  /** Opens the assignment of addresses to the trigger; the input itself holds nothing. */
  'address-picker',
  /** Tick boxes for a list of fixed values. */
  'choices',
  /** Read-only address under which others reach the trigger, as `address` says it; the input itself holds nothing. */
  'address',
  /**
   * Waits for a real request to the trigger and fills in the Expected Inputs that `sampleRows` names; the input itself
   * holds nothing.
   */
  'listen',
  /** What the code of the action answers to `preview` for these inputs; the input itself holds nothing. */
  'preview',
  /** A setting of the flow, the one that `flowSetting` names; the input itself holds nothing. */
  'flow-setting',
  /** An object whose properties are drawn in place, such as `auth`. */
  'fields',
  /** Kept in the document and not drawn, such as the number of a row's exit. */
  'hidden',
] as const

export type Widget = (typeof widgets)[number]

/** A condition on another input; `field` is a dotted path from the root of the inputs. */
export type FieldCondition = (
  | { readonly equals: string | boolean | number | readonly (string | boolean | number)[] }
  /** Any other value, or none. */
  | { readonly not: string | boolean | number }
  /** Whether the input has a value: not missing, empty, null, false, 0 or a list without rows. */
  | { readonly isSet: boolean }
) & {
  readonly field: string
  /** A further condition that has to hold as well. */
  readonly and?: FieldCondition
}

/** Where others reach a trigger. `{name}` stands for an input by its dotted path, `{flowId}` for the flow's id. */
export interface AddressHints {
  /** Path below the address of this server, such as `/hooks/{path}`. */
  readonly path: string
  /** A ready call, in several languages. */
  readonly example?: {
    /** The list input whose first entry is the method. Default POST. */
    readonly methodOf?: string
    /** What a caller has to send besides: only where `when` holds, and where the input `ifSet` has a value. */
    readonly arguments: readonly {
      readonly flag: '-H' | '-u'
      readonly text: string
      readonly when?: FieldCondition
      readonly ifSet?: string
    }[]
    /** The input with the Expected Inputs, whose examples make the body. */
    readonly bodyRows?: string
    /** The secret input that a token for this call can be made for. */
    readonly token?: string
  }
}

/** Where the choices of an input come from, in words for its field. */
export interface KeptAt {
  /** Path below the address of this server. */
  readonly path: string
  /** Of the link beside the field. */
  readonly title: string
  /** Shown when there is nothing to choose. */
  readonly none: string
  /** Shown in place of a chosen value that no longer exists. Default: the value. */
  readonly gone?: string
}

/** The `x-ui` keyword: how an input is drawn. Pure data, so it travels in the catalog. */
export interface UiHints {
  readonly widget?: Widget
  /** Heading under which neighbours are gathered. */
  readonly group?: string
  /** The section of the panel that draws it; `more` is closed at first. Default: Inputs. */
  readonly section?: 'calling' | 'more'
  readonly order?: number
  /** Share of a row. Default `full`. */
  readonly width?: 'third' | 'half' | 'full'
  readonly placeholder?: string
  /** Written behind the value, such as `sec`. */
  readonly unit?: string
  /**
   * For `text` and `secret`: what stands before and behind the value, such as `https://` and `.example.com`. It is no
   * part of the value.
   */
  readonly prefix?: string
  readonly suffix?: string
  readonly visibleWhen?: FieldCondition
  /** A condition on a property of the same object, such as another column of the row. Both conditions have to hold. */
  readonly visibleBeside?: FieldCondition
  /** For a column of `rows`: it stands below this column, in the same cell. */
  readonly below?: string
  /** For `row-forms`: the heading of a row, such as `Group {n}` with its number. */
  readonly rowTitle?: string
  /** For `rows` and `row-forms`: what a new row takes over from the row before it. */
  readonly repeats?: readonly string[]
  /** For `rows`: a line below says what becomes of them on each channel that the message may go through. */
  readonly carried?: 'buttons' | 'media'
  /** For `rows` and `row-forms`: text of the button that adds one, such as `Add header`. */
  readonly addLabel?: string
  /** For `rows`: offers to fill in names from a pasted JSON object, except these. */
  readonly sample?: { readonly label: string; readonly nameField: string; readonly skip: readonly string[] }
  /** For a column of `rows`: drawn below its row once that is opened, because not all columns have room beside another. */
  readonly detail?: true
  /** The source on the server that knows the choices: of a `select` in place of an enum, of a `template` to fill in. */
  readonly options?: string
  /** The inputs that `options` depend on, such as the account whose bots they are. */
  readonly dependsOn?: readonly string[]
  /** The page of the designer on which people keep what `options` offers. */
  readonly keptAt?: KeptAt
  /** For `listen`: the input with the Expected Inputs. Without it the request is only shown. */
  readonly sampleRows?: string
  /** For `address`. */
  readonly address?: AddressHints
  /** For `flow-setting`: which setting of the flow, and what counts where it is not set. Values by `optionLabels`. */
  readonly flowSetting?: { readonly name: string; readonly otherwise: string }
  /**
   * For a `select` that takes variables, too, in place of an enum: what is chosen is a template. The action itself checks
   * what comes out of it.
   */
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  /** Words for the values of an enum. */
  readonly optionLabels?: Readonly<Record<string, string>>
  /** Sentence shown when a required input is empty, such as `URL of Service is empty`. */
  readonly emptyMessage?: string
  /** For a text column of `rows`: offered while something is typed. Any other text may be entered. */
  readonly suggestions?: readonly string[]
  /** Draw in monospace. */
  readonly mono?: boolean
  /** For secrets: offer "Generate random token", or one in the form of Standard Webhooks. */
  readonly generate?: boolean | 'signing-secret'
}

/** Where the text of a template lands, which decides how values are escaped (see expressions). */
export type TemplatePlace = 'text' | 'url' | 'header' | 'body' | 'value'

/**
 * The `x-template` keyword: this string is template text. `body` takes its rule from the effective content
 * type, read from the input named by `contentTypeField` and a Content-Type row in `headersField`.
 */
export interface TemplateHints {
  readonly place: TemplatePlace
  readonly contentTypeField?: string
  readonly headersField?: string
  /** Filled in at the end of a run that the action or trigger has begun, with what is known there. */
  readonly atEnd?: true
  /**
   * The action cannot go on with an empty value, so every variable in it has to be set on all paths. The sentence says
   * what to do instead.
   */
  readonly neverEmpty?: string
  /** What an author writes out here is a phone number that can be texted. */
  readonly holds?: 'phone'
}

/**
 * The `x-secret` keyword: sealed at save. With `whenSibling` only where that sibling property is true; where it
 * is left out, `orNamedBy` names the sibling whose text is a header name that decides (`isSecretValue`).
 */
export type SecretHints = true | { readonly whenSibling: string; readonly orNamedBy?: string }

/** Keywords of ours that a JSON Schema of inputs may carry. */
export interface InputKeywords {
  /** Says in words what fits `pattern`, as behind `API Key must be `. */
  readonly 'x-pattern-text'?: string
  readonly 'x-ui'?: UiHints
  readonly 'x-template'?: TemplateHints
  readonly 'x-secret'?: SecretHints
  /** Must not be empty whenever it is visible; with `unless` only where that does not hold. */
  readonly 'x-required'?: true | { readonly unless: FieldCondition }
  /** The string names a variable of the run that this action sets. */
  readonly 'x-variable-name'?: true
  /** The string is a query expression. */
  readonly 'x-query'?: true
  /** The string is an address that is called, without variables. */
  readonly 'x-url'?: true
  /** A secret of this action, or what is got for it, goes to the hosts of these URL inputs only. None: it goes nowhere. */
  readonly 'x-secret-host'?: string | readonly string[]
}

export const inputKeywords = [
  'x-pattern-text',
  'x-ui',
  'x-template',
  'x-secret',
  'x-required',
  'x-variable-name',
  'x-query',
  'x-url',
  'x-secret-host',
] as const satisfies readonly (keyof InputKeywords)[]
