import { Button, Checkbox } from '@mantine/core'
import { eventEntities, eventTypeNames, gladlyEvents } from '@patchbay/shared/api'
import { useId, useState } from 'react'
import { FieldError } from '../../ui/field-error.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { choose, type EventGroup, eventGroups } from './event-groups.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.picker

interface EventPickerProps {
  readonly chosen: readonly string[]
  readonly error: string | undefined
  readonly onChange: (chosen: readonly string[]) => void
}

/** Which events a webhook gets: a list to search, by groups that can be chosen whole. */
export function EventPicker({ chosen, error, onChange }: EventPickerProps) {
  const [search, setSearch] = useState('')
  const id = useId()
  const groups = eventGroups(search.trim())
  const set = (types: readonly string[], isChosen: boolean) => onChange(choose(chosen, types, isChosen))
  return (
    <fieldset className={classes.picker} aria-describedby={`${id}-count`}>
      <legend>
        {texts.title} <span aria-hidden="true">*</span>
      </legend>
      <div className={classes.pickerTools}>
        <Button size="sm" onClick={() => onChange(gladlyEvents)}>
          {texts.ten}
        </Button>
        {chosen.length > 0 && (
          <Button size="sm" variant="subtle" onClick={() => onChange([])}>
            {texts.clear}
          </Button>
        )}
      </div>
      <div className={classes.pickerBox} data-wrong={error !== undefined || undefined}>
        <SearchField className={classes.pickerSearch} label={texts.search} value={search} onChange={setSearch} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it. */}
        <section className={classes.pickerList} tabIndex={0} aria-label={texts.title}>
          {groups.map((group) => (
            <Group key={group.entity} group={group} chosen={chosen} onChange={set} />
          ))}
          {groups.length === 0 && <p className="sub">{texts.noneFound}</p>}
        </section>
      </div>
      <FieldError text={error} />
      <p className="sub num" id={`${id}-count`} aria-live="polite">
        {texts.chosen(chosen.length, eventTypeNames.length)}
      </p>
    </fieldset>
  )
}

interface GroupProps {
  readonly group: EventGroup
  readonly chosen: readonly string[]
  readonly onChange: (types: readonly string[], isChosen: boolean) => void
}

function Group({ group: { entity, choices }, chosen, onChange }: GroupProps) {
  const types = choices.map(({ type }) => type)
  const held = types.filter((type) => chosen.includes(type)).length
  return (
    <div className={classes.group}>
      <Checkbox
        label={texts.allOf(eventEntities[entity])}
        className={classes.groupCheck ?? ''}
        checked={held === types.length}
        indeterminate={held > 0 && held < types.length}
        onChange={(event) => onChange(types, event.currentTarget.checked)}
      />
      {choices.map(({ type, label, description }) => (
        <Checkbox
          key={type}
          className={classes.choice ?? ''}
          label={
            <>
              {label} <code className={classes.code}>{type}</code>
            </>
          }
          description={description}
          checked={chosen.includes(type)}
          onChange={(event) => onChange([type], event.currentTarget.checked)}
        />
      ))}
    </div>
  )
}
