import { useMemo } from 'react'
import { useEditor } from '../../editing/editor-context.tsx'
import { SegmentMeter } from '../../ui/segment-meter.tsx'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { segmentTexts } from '../../ui/texts/segments.ts'
import { VariablePill } from '../../ui/variable-pill.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import type { FieldVariable } from '../template/field-variables.ts'
import { type CountedValues, measureText } from './measure-text.ts'

interface TextLengthProps {
  readonly text: string
  readonly isSplit: boolean
  readonly onChange: (text: string) => void
}

/** How long a text message becomes, and in which segments it travels where its channel has any. */
export function TextLength({ text, isSplit, onChange }: TextLengthProps) {
  const { variables } = useForm()
  const canEdit = useEditor((state) => state.canEdit)
  const { sent, characters, values } = useMemo(() => measureText(text, variables.list), [text, variables])
  if (!isSplit || sent === '') {
    return <div className={formClasses.below}>{inspectorTexts.characters(characters, values !== null)}</div>
  }
  return (
    <>
      <SegmentMeter sent={sent} written={text} onChange={canEdit ? onChange : undefined} />
      {values !== null && <Counted characters={characters} values={values} />}
    </>
  )
}

/** What stood for the variables when the text was counted. */
function Counted({ characters, values }: { readonly characters: number; readonly values: CountedValues }) {
  const { from, longest, missing } = values
  return (
    <p className={formClasses.counted}>
      {segmentTexts.counted(characters, from)}
      {longest !== null && (
        <>
          {' '}
          <Pill variable={longest.variable} />
          {segmentTexts.alone(longest.characters)}
        </>
      )}
      {missing.length > 0 && (
        <>
          {missing.map((variable) => (
            <span key={variable.token}>
              {' '}
              <Pill variable={variable} />
            </span>
          ))}
          {segmentTexts.noValue(missing.length)}
        </>
      )}
    </p>
  )
}

function Pill({ variable: { token, words, producer } }: { readonly variable: FieldVariable }) {
  return <VariablePill token={token} words={words} category={producer?.category ?? 'logic'} />
}
