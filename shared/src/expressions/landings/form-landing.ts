import { templateError } from '../problem.ts'
import { textOf } from '../value-text.ts'
import type { Encode, Landing, Report } from './landing.ts'
import { OPEN_ESCAPE, openEscape } from './percent-escape.ts'

/** Form bodies: every value is component-encoded, in names as in values. */
export function createFormLanding(report: Report): Landing {
  let openDigits = 0
  return {
    read(text) {
      openDigits = openEscape(openDigits, text)
      return text.toWellFormed()
    },
    place(token) {
      if (openDigits > 0) report(templateError(token, OPEN_ESCAPE))
      return encodeComponent
    },
    openSection() {
      const before = openDigits
      return () => {
        const isSame = openDigits === before
        openDigits = before
        return isSame
          ? undefined
          : 'The section ends in the middle of a "%" escape. Write the escape on one side of it.'
      }
    },
    end: () => undefined,
  }
}

const encodeComponent: Encode = (value) => encodeURIComponent(textOf(value))
