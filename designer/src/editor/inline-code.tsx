import { Fragment, type ReactNode } from 'react'

/** A sentence with its `$names` in monospace. */
export function inlineCode(sentence: string): ReactNode {
  return sentence.split(/(\$\$?[A-Za-z_{][\w.[\]{}]*[\w\]}]|\$\$?[A-Za-z_])/).map((part, index) =>
    part.startsWith('$') ? (
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
