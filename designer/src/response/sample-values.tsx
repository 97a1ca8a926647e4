import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useEditorStore } from '../editing/editor-context.tsx'
import { responseTexts } from '../ui/texts/response.ts'
import { type NeededSample, samplesFor } from './needed-samples.ts'
import classes from './response.module.css'

interface SampleValuesProps {
  readonly needed: readonly NeededSample[]
  readonly onSend: (samples: Readonly<Record<string, string>>) => void
}

/** Asks what the variables of the request hold in this test. */
export function SampleValues({ needed, onSend }: SampleValuesProps) {
  const store = useEditorStore()
  const [samples, setSamples] = useState(() => samplesFor(needed, store.getState().sampleVariables))
  const send = () => {
    for (const [name, value] of Object.entries(samples)) store.getState().setSampleVariable(name, value)
    onSend(samples)
  }
  return (
    <form
      className={classes.samples}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <h3>{responseTexts.samples}</h3>
      <p>{responseTexts.samplesText}</p>
      <div className={classes.fields}>
        {needed.map(({ name }, index) => (
          <TextInput
            key={name}
            label={`$${name}`}
            value={samples[name] ?? ''}
            autoFocus={index === 0}
            onChange={(event) => setSamples({ ...samples, [name]: event.currentTarget.value })}
          />
        ))}
        <Button type="submit" variant="filled">
          {responseTexts.send}
        </Button>
      </div>
    </form>
  )
}
