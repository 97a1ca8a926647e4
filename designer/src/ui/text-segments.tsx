import { countSmsSegments } from '@patchbay/shared/nodes'
import { Culprits } from './culprits.tsx'
import classes from './text-segments.module.css'
import { segmentTexts as texts } from './texts/segments.ts'
import { unicodeCost } from './unicode-cost.ts'

interface TextSegmentsProps {
  readonly text: string
  /** Called with the text without the characters that make it Unicode. */
  readonly onChange: (text: string) => void
}

/** How a text travels, in one line: its segments, the room that is left, and the character that makes it Unicode. */
export function TextSegments({ text, onChange }: TextSegmentsProps) {
  const { segments, left } = countSmsSegments(text)
  const cost = unicodeCost(text, text)
  const plain = cost?.plain ?? null
  return (
    <>
      <span>{texts.short(segments, left)}</span>
      {cost !== null && (
        <span className={plain === null ? undefined : classes.unicode}>
          <Culprits {...cost} />
          {plain !== null && (
            <button type="button" className={classes.replace} onClick={() => onChange(plain.written)}>
              {texts.replace(plain.same)}
            </button>
          )}
        </span>
      )}
    </>
  )
}
