import { type Range, templateError } from '../problem.ts'
import { textOf } from '../value-text.ts'
import type { Encode, Landing, Report } from './landing.ts'
import { AFTER_TOKEN, nextXmlState, type XmlPart, xmlStart } from './xml-lexer.ts'

/** XML bodies: values stand in text and in quoted attributes, all five characters escaped. */
export function createXmlLanding(report: Report): Landing {
  let state = xmlStart
  let lastToken: Range = { start: 0, end: 0 }

  return {
    read(text) {
      for (const character of text) {
        if (character === '>' && state.part === 'content' && state.pending.startsWith(AFTER_TOKEN)) {
          report(templateError(lastToken, BARE_ANGLE))
        }
        state = nextXmlState(state, character)
      }
      return text.toWellFormed()
    },
    place(token) {
      const reason = state.pending.startsWith('&') ? OPEN_ENTITY : refusals[state.part]
      if (reason !== undefined) report(templateError(token, reason))
      if (state.part !== 'content') return inAttribute
      state = { part: 'content', pending: AFTER_TOKEN }
      lastToken = token
      return inContent
    },
    openSection() {
      const before = state
      return () => {
        const isSame = state.part === before.part && openEnd(state.pending) === openEnd(before.pending)
        // A token at the section's end still stands before what follows.
        state = isSame && state.pending.startsWith(AFTER_TOKEN) ? state : before
        return isSame ? undefined : SPLIT_SECTION
      }
    },
    end: () => undefined,
  }
}

const OPEN_ENTITY =
  'An "&" stands before this variable, so the two would be read as one sign. Write "&amp;" for the sign itself.'
const BARE_ANGLE =
  'Write "&gt;" for the ">" after this variable, so that the two can never be read as the end of a CDATA section.'
const SPLIT_SECTION =
  'The section opens a tag, quote or comment that it does not close, so leaving it out would break the XML. Put both inside the section or both outside.'

const inNames = 'A variable cannot stand here: only in text between tags and in quoted attribute values.'
const refusals: Partial<Record<XmlPart, string>> = {
  markup: inNames,
  tag: inNames,
  instruction: inNames,
  doctype: inNames,
  comment: 'A variable cannot stand in a comment, where its value could end the comment. Remove it or the comment.',
  cdata:
    'A variable cannot stand in a CDATA section, where its value could end the section. Remove the CDATA marks: values are escaped.',
}

/** A token just read does not change the part, everything else pending does. */
function openEnd(pending: string): string {
  return pending.startsWith(AFTER_TOKEN) ? '' : pending
}

const inContent: Encode = (value) => escapeXml(textOf(value))
/** Line ends and tabs in attributes would be read back as spaces. */
const inAttribute: Encode = (value) => escapeXml(textOf(value)).replace(/[\t\n]/g, characterReference)

function escapeXml(text: string): string {
  return SPECIAL.test(text) ? text.replace(ILLEGAL, '').replace(/[&<>"'\r]/g, escapeCharacter) : text
}

/** A carriage return would be read back as a line feed. */
function escapeCharacter(character: string): string {
  return ENTITIES.get(character) ?? characterReference(character)
}

function characterReference(character: string): string {
  return `&#${character.charCodeAt(0)};`
}

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
])
/** What XML 1.0 cannot hold at all (section 2.2); lone surrogates are gone before. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const ILLEGAL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same with the characters that are escaped
const SPECIAL = /[&<>"'\r\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/
