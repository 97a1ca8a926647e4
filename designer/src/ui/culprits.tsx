import classes from './text-segments.module.css'
import { segmentTexts as texts } from './texts/segments.ts'
import type { UnicodeCost } from './unicode-cost.ts'

const MOST_NAMED = 4

/** Says which characters make a text Unicode, and names the first few of them. */
export function Culprits({ culprits, isWritten }: Pick<UnicodeCost, 'culprits' | 'isWritten'>) {
  const named = culprits.slice(0, MOST_NAMED)
  return (
    <>
      {texts.characters(culprits.length)}
      {named.map((culprit) => (
        <span key={culprit}>
          <b className={classes.culprit}>{texts.character(culprit)}</b>{' '}
        </span>
      ))}
      {culprits.length > named.length && texts.more(culprits.length - named.length)}
      {texts.makeUnicode(culprits.length, isWritten)}
    </>
  )
}
