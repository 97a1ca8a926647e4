import { Button } from '@mantine/core'
import { countSmsSegments } from '@patchbay/shared/nodes'
import { Culprits } from './culprits.tsx'
import { joinClasses } from './join-classes.ts'
import { Note } from './note.tsx'
import classes from './segment-meter.module.css'
import { segmentTexts as texts } from './texts/segments.ts'
import { unicodeCost } from './unicode-cost.ts'

interface SegmentMeterProps {
  /** The text as it is sent: with values for its variables. */
  readonly sent: string
  /** The text as it is written: a character of it can be replaced, one of a variable's value cannot. */
  readonly written: string
  /** Called with the text without the characters that make it Unicode. Absent: read-only. */
  readonly onChange?: ((text: string) => void) | undefined
}

/** How a text travels: its segments as bars, the room that is left, and the character that makes it Unicode. */
export function SegmentMeter({ sent, written, onChange }: SegmentMeterProps) {
  const { encoding, segments, size, left } = countSmsSegments(sent)
  const cost = unicodeCost(sent, written)
  const plain = cost?.plain ?? null
  return (
    <div className={classes.meter}>
      <div className={classes.line}>
        <span>
          <b>{texts.count(segments)}</b>
          {texts.encoding(encoding === 'UCS-2')}
        </span>
        <span>{texts.left(left, segments * size)}</span>
      </div>
      <Bars segments={segments} lastUsed={1 - left / size} isCostly={plain !== null} />
      {cost !== null && plain === null && (
        <p className={classes.why}>
          <Culprits {...cost} />
          {texts.smallSegments(size)}
        </p>
      )}
      {cost !== null && plain !== null && (
        <div className={classes.note}>
          <Note tone="warn">
            <div className={classes.fix}>
              <span className="grow">
                <Culprits {...cost} />. {texts.becomes(plain.same)}
                <b>{texts.count(plain.segments)}</b>.
              </span>
              {onChange && (
                <Button size="compact-sm" className={classes.button ?? ''} onClick={() => onChange(plain.written)}>
                  {texts.replace(plain.same)}
                </Button>
              )}
            </div>
          </Note>
        </div>
      )}
    </div>
  )
}

/** More than these are too small to tell anything. */
const MOST_BARS = 12

interface BarsProps {
  readonly segments: number
  /** Share of the last segment. */
  readonly lastUsed: number
  readonly isCostly: boolean
}

/** One bar for each segment, the last one filled as far as it is used. The words above say the same. */
function Bars({ segments, lastUsed, isCostly }: BarsProps) {
  if (segments > MOST_BARS) return null
  const full = Array.from({ length: segments - 1 }, (_, index) => index)
  return (
    <div className={joinClasses(classes.bars, isCostly && classes.costly)} aria-hidden="true">
      {full.map((index) => (
        <i key={index}>
          <b style={{ width: '100%' }} />
        </i>
      ))}
      <i>
        <b style={{ width: `${Math.round(lastUsed * 100)}%` }} />
      </i>
    </div>
  )
}
