import { type BodyFault, QUOTE_SIGNS, shown } from './fault.ts'
import { STAND_IN } from './sample.ts'

/** The first thing in a text that is not JSON; null when there is none. One document per line is JSON, too. */
export function checkJson(text: string): BodyFault | null {
  const reader = new Reader(text)
  try {
    do reader.value()
    while (reader.startsNextLine())
    reader.end()
    return null
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown.fault
    throw thrown
  }
}

/** Ends the reading from any depth. */
class Refusal extends Error {
  readonly fault: BodyFault

  constructor(fault: BodyFault) {
    super(fault.message)
    this.fault = fault
  }
}

/** Deeper nesting is not looked at: what is sent so has a machine for its author. */
const MAX_DEPTH = 200

const WORDS = new Map([
  ['true', 'true'],
  ['false', 'false'],
  ['null', 'null'],
  ['none', 'null'],
  ['nil', 'null'],
  ['undefined', 'null'],
  ['nan', 'null'],
  ['infinity', 'null'],
  ['yes', 'true'],
  ['no', 'false'],
])

/** A class, because every rule moves the same place in the text. */
class Reader {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  value(): void {
    this.#space()
    const character = this.#text[this.#at]
    if (character === '{') this.#members('{', '}', () => this.#member())
    else if (character === '[') this.#members('[', ']', () => this.value())
    else if (character === '"') this.#string()
    else if (character === STAND_IN) this.#at += 1
    else if (character === undefined) this.#refuse('the JSON ends where a value is expected.')
    else this.#bare()
  }

  /** Whether another document follows on a line of its own. */
  startsNextLine(): boolean {
    const start = this.#at
    this.#space()
    return this.#at < this.#text.length && this.#text.slice(start, this.#at).includes('\n')
  }

  #space(): void {
    while (SPACE.test(this.#text[this.#at] ?? '')) this.#at += 1
  }

  end(): void {
    if (this.#at < this.#text.length) this.#unexpected('The JSON has ended before.')
  }

  /** A list or an object, whose entries `entry` reads. */
  #members(open: string, close: string, entry: () => void): void {
    const start = this.#at
    this.#at += 1
    this.#depth += 1
    if (this.#depth > MAX_DEPTH) throw new Refusal({ offset: start, message: 'the JSON is nested too deeply.' })
    this.#space()
    while (this.#text[this.#at] !== close) {
      if (this.#at >= this.#text.length) this.#refuse(`${open} is never closed. Add ${close}.`, start)
      entry()
      this.#space()
      if (this.#text[this.#at] === close) break
      if (this.#at >= this.#text.length) this.#refuse(`${open} is never closed. Add ${close}.`, start)
      if (this.#text[this.#at] !== ',') this.#unexpected(`Write a comma before it, or ${close}.`)
      const comma = this.#at
      this.#at += 1
      this.#space()
      if (this.#text[this.#at] === close) this.#refuse(`the comma before ${close} is one too many. Remove it.`, comma)
    }
    this.#at += 1
    this.#depth -= 1
  }

  #member(): void {
    if (this.#text[this.#at] === STAND_IN) this.#at += 1
    else if (this.#text[this.#at] === '"') this.#string()
    else this.#name()
    this.#space()
    if (this.#text[this.#at] !== ':') this.#unexpected('Write a colon between a name and its value.')
    this.#at += 1
    this.value()
  }

  #name(): void {
    const name = /[\p{L}_$][\p{L}\p{N}_$-]*/uy
    name.lastIndex = this.#at
    const [found] = name.exec(this.#text) ?? []
    if (found !== undefined) this.#refuse(`${found} needs quotes around it: "${found}".`)
    this.#unexpected('Write a name in quotes.')
  }

  #string(): void {
    const start = this.#at
    this.#at += 1
    for (;;) {
      const character = this.#text[this.#at]
      if (character === undefined) this.#refuse('a text in quotes is never closed. Add ".', start)
      if (character === '"') break
      if (character === '\n' || character === '\r') {
        this.#refuse('a text in quotes goes on in the next line. Write \\n for a line break, or close the quotes.')
      }
      if (character === '\t') this.#refuse('a text in quotes has a tab in it. Write \\t.')
      if (character < ' ')
        this.#refuse(`a text in quotes has the control character ${shown(character)} in it. Remove it.`)
      if (character === '\\') this.#escape()
      this.#at += 1
    }
    this.#at += 1
  }

  #escape(): void {
    const sequence = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y
    sequence.lastIndex = this.#at
    const [found] = sequence.exec(this.#text) ?? []
    if (found === undefined) {
      this.#refuse(`\\${this.#text[this.#at + 1] ?? ''} means nothing in JSON. Write \\\\ for a backslash.`)
    }
    this.#at += found.length - 1
  }

  /** A number or a word. */
  #bare(): void {
    const bare = /[^\s,:[\]{}"\uE000]+/y
    bare.lastIndex = this.#at
    const [found = ''] = bare.exec(this.#text) ?? []
    if (!/^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/.test(found)) this.#notAValue(found)
    this.#at += found.length
  }

  #notAValue(found: string): never {
    const word = WORDS.get(found.toLowerCase())
    if (word !== undefined) this.#refuse(`${found} is not JSON. Write ${word}.`)
    if (/^[-+.]?\d/.test(found))
      this.#refuse(`${short(found)} is not a number of JSON. Write it as 0.5 or 12, or in quotes.`)
    if (/^[\p{L}_]/u.test(found)) this.#refuse(`${short(found)} needs quotes around it: "${short(found)}".`)
    this.#unexpected('Write a value.')
  }

  #unexpected(wanted: string): never {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 32)
    if (character === "'" || QUOTE_SIGNS.test(character)) {
      this.#refuse(`${character} is no quote of JSON. Write the straight quote " instead.`)
    }
    if (this.#text.startsWith('//', this.#at) || this.#text.startsWith('/*', this.#at)) {
      this.#refuse('JSON has no comments. Remove it.')
    }
    if (/\s/.test(character) || shown(character) !== character) {
      this.#refuse(
        `an invisible character (${shown(character)}) stands outside quotes. Write an ordinary space, or nothing.`,
      )
    }
    this.#refuse(`${character === STAND_IN ? 'a variable' : character} is not expected here. ${wanted}`)
  }

  #refuse(message: string, offset = this.#at): never {
    throw new Refusal({ offset, message })
  }
}

const SPACE = /[ \t\r\n]/

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
