import { Popover } from '@mantine/core'
import { gsmLookalike } from '@patchbay/shared/nodes'
import { useEffect, useId, useImperativeHandle, useMemo, useRef, useState } from 'react'
import { useEditor } from '../../editing/editor-context.tsx'
import { useShownCodes } from '../../ui/shown-codes.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { segmentTexts } from '../../ui/texts/segments.ts'
import { variableTexts } from '../../ui/texts/variables.ts'
import { categoryClass } from '../../ui/tile.tsx'
import { optionId } from './completion-menu.tsx'
import type { ListKey, TemplateEditor } from './editor-contract.ts'
import { type FieldVariable, type FieldVariables, matchingVariables, nearestVariables } from './field-variables.ts'
import { fixNear } from './fix-near.ts'
import { FunctionMenu, type FunctionOption, matchingFunctions } from './function-menu.tsx'
import { mountLazily } from './mount-lazily.ts'
import type { PillStyle, PillStyles } from './pill-ranges.ts'
import classes from './template.module.css'
import type { OpenToken } from './token-before.ts'
import { VariableMenu } from './variable-menu.tsx'

/** What others may do with a template field: insert a variable where its caret stands. */
export interface TemplateHandle {
  insert(token: string): void
  /** Opens the list of variables at the caret. */
  openList(): void
  focus(): void
}

export interface TemplateInputProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly variables: FieldVariables
  /** `long` grows with its text, `url` wraps without line breaks, `code` is a body, `cell` stands in a grid. */
  readonly shape: 'line' | 'long' | 'url' | 'code' | 'cell'
  readonly mono?: boolean
  readonly placeholder?: string
  readonly label: string
  readonly labelledBy?: string
  readonly describedBy?: string | undefined
  readonly required?: boolean
  readonly hasError?: boolean
  /** Marks characters that make a text message Unicode although a plain one looks the same. */
  readonly marksCostly?: boolean
  readonly handle?: React.Ref<TemplateHandle>
  readonly onFocus?: () => void
  readonly onBlur?: () => void
}

/** Of its own and known beforehand, so that the list of a narrow field at the window's edge is moved into the window. */
const LIST_WIDTH = 320

/** A text with `$variables` as pills and a list of them under it while a name is typed. */
export function TemplateInput(props: TemplateInputProps) {
  const { variables, shape, mono = false, hasError = false } = props
  const listId = useId()
  const field = useRef<HTMLDivElement>(null)
  const completion = useCompletion(variables)
  const { host, editor } = useTemplateEditor(props, listId, completion)
  useImperativeHandle(props.handle, () => ({
    insert: (token) => editor.current?.insert(token),
    openList: () => {
      editor.current?.focus()
      completion.openAtCaret()
    },
    focus: () => editor.current?.focus(),
  }))
  const pick = (insert: string) => {
    editor.current?.insert(insert, completion.range ?? undefined)
    completion.close()
  }
  completion.onPick.current = pick
  return (
    <Popover
      opened={completion.isOpen}
      position="bottom"
      width={LIST_WIDTH}
      offset={4}
      middlewares={{ flip: false, shift: { padding: 8 } }}
      trapFocus={false}
      returnFocus={false}
      withRoles={false}
      withinPortal
    >
      <Popover.Target>
        <div
          ref={field}
          className={classes.field}
          data-document-field
          data-long={shape === 'long' || shape === 'url' || shape === 'code' || undefined}
          data-url={shape === 'url' || undefined}
          data-code={shape === 'code' || undefined}
          data-cell={shape === 'cell' || undefined}
          data-mono={mono || undefined}
          data-error={hasError || undefined}
        >
          <div ref={host} />
        </div>
      </Popover.Target>
      <Popover.Dropdown p={0} maw="calc(100vw - 16px)">
        {completion.offer.kind === 'functions' ? (
          <FunctionMenu
            id={listId}
            options={completion.offer.list}
            activeName={completion.active?.name ?? null}
            onPick={(option) => pick(functionText(option))}
          />
        ) : (
          <VariableMenu
            id={listId}
            variables={completion.offer.list}
            isGuess={completion.offer.isGuess}
            activeToken={completion.active?.name ?? null}
            onPick={({ token }) => pick(token)}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

/** What is offered under the field, and what choosing each of it inserts. */
type Offer =
  | { readonly kind: 'variables'; readonly list: readonly FieldVariable[]; readonly isGuess: boolean }
  | { readonly kind: 'functions'; readonly list: readonly FunctionOption[] }

interface Choice {
  readonly name: string
  readonly insert: string
}

const NOTHING: Offer = { kind: 'variables', list: [], isGuess: false }

function choicesOf(offer: Offer): readonly Choice[] {
  if (offer.kind === 'functions') return offer.list.map((one) => ({ name: one.name, insert: functionText(one) }))
  return offer.list.map(({ token }) => ({ name: token, insert: token }))
}

/** Goes behind the `|`. */
function functionText({ usage }: FunctionOption): string {
  return ` ${usage}`
}

/** Which variables or functions are offered, and which one Enter takes. */
function useCompletion(variables: FieldVariables) {
  const [token, setToken] = useState<OpenToken | null>(null)
  const [isForced, setForced] = useState(false)
  const [index, setIndex] = useState(0)
  const onPick = useRef<(insert: string) => void>(() => {})
  const isOpen = token !== null || isForced
  const offer = useMemo(() => (isOpen ? offered(variables.list, token) : NOTHING), [isOpen, variables, token])
  const choices = useMemo(() => choicesOf(offer), [offer])
  const active = choices[Math.min(index, choices.length - 1)] ?? null
  const close = () => {
    setToken(null)
    setForced(false)
  }
  const onKey = (key: ListKey): boolean => {
    if (!isOpen) return false
    if (key === 'Escape') close()
    else if (key === 'ArrowDown') setIndex(Math.min(index + 1, choices.length - 1))
    else if (key === 'ArrowUp') setIndex(Math.max(index - 1, 0))
    else if (active) onPick.current(active.insert)
    else return false
    return true
  }
  return {
    isOpen,
    offer,
    active,
    onKey,
    onPick,
    close,
    range: token && { from: token.from, to: token.to },
    openAtCaret: () => {
      setIndex(0)
      setForced(true)
    },
    onToken: (next: OpenToken | null) => {
      setToken(next)
      setForced(false)
      if (next?.from !== token?.from || next?.typed !== token?.typed) setIndex(0)
    },
  }
}

/** What matches; when no variable does, what was probably meant. */
function offered(list: readonly FieldVariable[], token: OpenToken | null): Offer {
  const typed = token?.typed ?? ''
  if (token?.kind === 'function') return { kind: 'functions', list: matchingFunctions(typed) }
  const matching = matchingVariables(list, typed)
  if (matching.length > 0 || typed === '') return { kind: 'variables', list: matching, isGuess: false }
  const near = nearestVariables(list, typed)
  return { kind: 'variables', list: near, isGuess: near.length > 0 }
}

type Completion = ReturnType<typeof useCompletion>

/** Mounts the field once and keeps it true to the props: first as a preview, as CodeMirror from its first use. */
function useTemplateEditor(props: TemplateInputProps, listId: string, completion: Completion) {
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<TemplateEditor | null>(null)
  const latest = useRef({ props, completion })
  latest.current = { props, completion }
  const { variables, marksCostly = false } = props
  const codes = useShownCodes()
  const styles = useMemo(() => pillStyles(variables, marksCostly, codes), [variables, marksCostly, codes])
  const attributes = attributesOf(props, listId, completion)
  const isReadOnly = !useEditor((state) => state.canEdit)
  const attributeKey = JSON.stringify(attributes)
  // biome-ignore lint/correctness/useExhaustiveDependencies: mounted once; later changes go through the effects below.
  useEffect(() => {
    if (!host.current) return
    return mountLazily(editor, {
      parent: host.current,
      text: props.value,
      selection: { anchor: props.value.length, head: props.value.length },
      isReadOnly,
      singleLine: props.shape === 'line' || props.shape === 'cell',
      wraps: props.shape !== 'line',
      placeholder: props.placeholder ?? '',
      attributes,
      styles,
      onChange: (text) => latest.current.props.onChange(text),
      onToken: (token) => latest.current.completion.onToken(token),
      onListKey: (key) => latest.current.completion.onKey(key),
      onFix: (text, caret) => {
        latest.current.completion.close()
        return fixNear(text, caret, latest.current.props.variables.suggestionFor)
      },
      onFocus: (focused) => {
        if (focused) latest.current.props.onFocus?.()
        else latest.current.props.onBlur?.()
      },
    })
  }, [])
  useEffect(() => editor.current?.setText(props.value), [props.value])
  useEffect(() => editor.current?.setStyles(styles), [styles])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the attributes' content.
  useEffect(() => editor.current?.setAttributes(attributes), [attributeKey])
  return { host, editor }
}

function attributesOf(props: TemplateInputProps, listId: string, { isOpen, active }: Completion) {
  const { label, labelledBy, describedBy, required = false, hasError = false, shape } = props
  return {
    role: 'textbox',
    'aria-multiline': String(shape === 'long' || shape === 'code'),
    'aria-required': String(required),
    'aria-invalid': String(hasError),
    'aria-haspopup': 'listbox',
    'aria-autocomplete': 'list',
    spellcheck: shape === 'long' ? 'true' : 'false',
    ...(labelledBy ? { 'aria-labelledby': labelledBy } : { 'aria-label': label }),
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(isOpen ? { 'aria-controls': listId } : {}),
    ...(isOpen && active ? { 'aria-activedescendant': optionId(listId, active.name) } : {}),
  }
}

function pillStyles({ styleOf, suggestionFor }: FieldVariables, marksCostly: boolean, showsCodes: boolean): PillStyles {
  return {
    showsCodes,
    styleOf,
    ...(marksCostly ? { costly } : {}),
    hintOf: (reference) => {
      const replacement = suggestionFor(reference)
      return replacement === null ? '' : variableTexts.didYouMeanKey(replacement)
    },
    classOf: (style) => `${classes.pill} ${lookOf(style)}`,
    titleOf: ({ status }) => inspectorTexts.variableStatus[status],
  }
}

const costly = {
  className: classes.costly ?? '',
  title: segmentTexts.costly,
  is: (character: string) => gsmLookalike(character) !== undefined,
}

function lookOf({ category, status }: PillStyle): string {
  if (status === 'unknown' || status === 'unset') return classes.unknown ?? ''
  return status === 'some' ? `${categoryClass(category)} ${classes.sometimes}` : categoryClass(category)
}
