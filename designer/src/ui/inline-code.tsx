import { Fragment, type ReactNode } from 'react'

/** A sentence of a problem with the names it puts between backticks in monospace. */
export function inlineCode(sentence: string): ReactNode {
  return sentence.split('`').map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move.
      <b key={index} className="mono">
        {part}
      </b>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence never move.
      <Fragment key={index}>{part}</Fragment>
    ),
  )
}

/** The same sentence where only plain text fits. */
export function withoutMarks(sentence: string): string {
  return sentence.replaceAll('`', '')
}
