import type { MessageButton, RunErrorBody } from '@patchbay/shared/api'
import { isJsonObject, type Json, wellFormed } from '@patchbay/shared/json'
import { emptyInput } from '../../kit/empty-input.ts'
import { textOf } from '../../kit/values.ts'
import { listOf } from '../list-of.ts'
import { isWebAddress } from './ask-and-wait.ts'

interface Written {
  readonly buttons?: readonly { readonly title: string; readonly value?: string | undefined }[] | undefined
  /** A variable, so whatever it holds in this run. */
  readonly buttonsFrom?: Json | undefined
}

const MOST_VALUE_BYTES = 64
/** Numbers of lines are read up to here. */
const MOST_BUTTONS = 100

/** The buttons of a message: those that the author has written, and behind them those of the list. */
export function buttonsOf({ buttons = [], buttonsFrom }: Written): readonly MessageButton[] {
  const listed = (listOf(buttonsFrom) ?? []).map((item) => withShortId(listedButton(item)))
  return [...buttons.map(({ title, value = '' }) => buttonOf(title, value)), ...listed]
}

/** The buttons of a message, or why it cannot have them. */
export function usableButtons(written: Written): readonly MessageButton[] | RunErrorBody {
  const buttons = buttonsOf(written)
  if (listOf(written.buttonsFrom) === undefined) {
    const help = 'Choose a variable that holds a list of buttons, such as the choices of a bot.'
    return { code: 'INVALID_VALUE', message: 'Buttons from a list is not a list.', help }
  }
  if (buttons.length > MOST_BUTTONS) {
    const message = `There are ${buttons.length} buttons, and at most ${MOST_BUTTONS} are allowed.`
    return { code: 'INVALID_VALUE', message, help: 'Take a shorter list.' }
  }
  const titles = buttons.map(({ title }, index) => [`The title of button ${index + 1}`, title] as const)
  const untitled = emptyInput(Object.fromEntries(titles))
  if (untitled !== undefined) return untitled
  const long = buttons.find(({ id, url }) => url === undefined && !fitsAsValue(id))
  if (long === undefined) return buttons
  return {
    code: 'INVALID_VALUE',
    message: `The value of the button "${long.title.slice(0, 40)}" is too long: ${MOST_VALUE_BYTES} bytes at most.`,
    help: 'Give the button a short value, such as yes.',
  }
}

/** A button without a value stands for its title; one whose value is an address opens it. */
function buttonOf(givenTitle: string, givenValue: string): MessageButton {
  const title = wellFormed(givenTitle.trim())
  const value = wellFormed(givenValue.trim())
  if (isWebAddress(value)) return { id: title, title, url: value }
  return { id: value === '' ? title : value, title }
}

function listedButton(item: Json): MessageButton {
  return isJsonObject(item) ? buttonOf(textOf(item.title), textOf(item.value)) : buttonOf(textOf(item), '')
}

/** Nobody has chosen the values of a list for us: one that no channel brings back gives way to the title. */
function withShortId(button: MessageButton): MessageButton {
  if (fitsAsValue(button.id)) return button
  let id = ''
  for (const character of button.title) {
    if (!fitsAsValue(id + character)) break
    id += character
  }
  return { ...button, id }
}

/** Whether every channel brings this value of a button back. */
export function fitsAsValue(id: string): boolean {
  return Buffer.byteLength(id) <= MOST_VALUE_BYTES
}
