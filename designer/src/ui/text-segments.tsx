import { gsmLookalike, type SmsSegments } from '@patchbay/shared/nodes'
import classes from './text-segments.module.css'
import { segmentTexts } from './texts/segments.ts'

interface TextSegmentsProps {
  readonly segments: SmsSegments
  /** The text as it is written: a character of it can be replaced, one of a variable's value cannot. */
  readonly written: string
  /** Called with the text whose costly character was replaced everywhere. Absent: read-only. */
  readonly onChange?: ((text: string) => void) | undefined
}

/** How a text travels: its segments, the room that is left, and the character that makes it Unicode. */
export function TextSegments({ segments, written, onChange }: TextSegmentsProps) {
  const { segments: count, left, encoding, firstOutsideGsm: culprit } = segments
  return (
    <>
      <span>{segmentTexts.count(count, left)}</span>
      {encoding === 'UCS-2' && culprit !== undefined && (
        <span className={classes.unicode}>
          {segmentTexts.unicode(culprit, written.includes(culprit))}
          <Replace culprit={culprit} written={written} onChange={onChange} />
        </span>
      )}
    </>
  )
}

interface ReplaceProps extends Pick<TextSegmentsProps, 'written' | 'onChange'> {
  readonly culprit: string
}

function Replace({ culprit, written, onChange }: ReplaceProps) {
  const same = gsmLookalike(culprit)
  if (same === undefined || onChange === undefined || !written.includes(culprit)) return null
  return (
    <button type="button" className={classes.replace} onClick={() => onChange(written.replaceAll(culprit, same))}>
      {segmentTexts.replace(same)}
    </button>
  )
}
