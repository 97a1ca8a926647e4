import { TextInput } from '@mantine/core'
import type { QuerySuggestions } from '@patchbay/shared/queries'
import { useId, useState } from 'react'
import formClasses from '../inspector/form/form.module.css'
import { responseTexts } from '../ui/texts/response.ts'
import classes from './response.module.css'

interface QueryChoiceProps {
  readonly query: string
  readonly suggestions: QuerySuggestions
  readonly problem: string | null
  readonly onChange: (query: string) => void
}

/** The suggested queries, shortest first, or one written by hand. */
export function QueryChoice({ query, suggestions, problem, onChange }: QueryChoiceProps) {
  const [isOwn, setOwn] = useState(false)
  const { label, exact } = suggestions
  if (isOwn) {
    return (
      <div>
        <TextInput
          label={responseTexts.query}
          required
          value={query}
          error={problem}
          description={responseTexts.ownHint}
          autoFocus
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
        <button
          type="button"
          className={`link ${formClasses.add}`}
          onClick={() => {
            setOwn(false)
            onChange(label?.query ?? exact.query)
          }}
        >
          {responseTexts.suggested}
        </button>
      </div>
    )
  }
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>{responseTexts.query}</legend>
      {label && (
        <Option
          query={label.query}
          text={responseTexts.firstOf(label.places)}
          isChosen={query === label.query}
          onChoose={onChange}
        />
      )}
      <Option query={exact.query} text={responseTexts.exactly} isChosen={query === exact.query} onChoose={onChange} />
      <button type="button" className={`link ${formClasses.add}`} onClick={() => setOwn(true)}>
        {responseTexts.own}
      </button>
    </fieldset>
  )
}

interface OptionProps {
  readonly query: string
  readonly text: string
  readonly isChosen: boolean
  readonly onChoose: (query: string) => void
}

function Option({ query, text, isChosen, onChoose }: OptionProps) {
  const id = useId()
  return (
    <label className={classes.option}>
      <input type="radio" name="query" checked={isChosen} aria-describedby={id} onChange={() => onChoose(query)} />
      <span>
        <span className={classes.query}>{query}</span>
        <span id={id} className="sub">
          {text}
        </span>
      </span>
    </label>
  )
}
