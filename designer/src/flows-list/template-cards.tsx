import type { FlowTemplate } from '@patchbay/shared/api'
import { type ReactNode, useId, useMemo } from 'react'
import { useCatalog } from '../api/queries.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCheck } from '../ui/icons.ts'
import { newFlowTexts } from '../ui/texts/flows.ts'
import { MiniBlank, MiniFlow } from './mini-flow.tsx'
import classes from './template-cards.module.css'

interface TemplateCardsProps {
  readonly templates: readonly FlowTemplate[]
  /** Empty for the empty flow. */
  readonly chosenId: string
  readonly onChoose: (id: string) => void
}

/** The choice of what a flow starts from: radio buttons that look like cards. */
export function TemplateCards({ templates, chosenId, onChoose }: TemplateCardsProps) {
  const catalog = useCatalog()
  const definitions = useMemo(
    () => new Map(catalog.data?.nodes.map((node) => [node.id, node]) ?? []),
    [catalog.data?.nodes],
  )
  const group = useId()
  const card = (id: string) => ({ group, id, isChosen: id === chosenId, onChoose })
  return (
    <>
      <div className={classes.cards} role="radiogroup" aria-label={newFlowTexts.templates}>
        <Card {...card('')} name={newFlowTexts.empty} text={newFlowTexts.emptyHelp} drawing={<MiniBlank />} />
        {templates.map(({ id, document }) => (
          <Card
            key={id}
            {...card(id)}
            name={document.name}
            text={document.description}
            drawing={<MiniFlow flow={document} definitions={definitions} />}
          />
        ))}
      </div>
      {templates.length === 0 && catalog.isSuccess && <p className={classes.none}>{newFlowTexts.noneFound}</p>}
    </>
  )
}

interface CardProps {
  readonly group: string
  readonly id: string
  readonly isChosen: boolean
  readonly onChoose: (id: string) => void
  readonly name: string
  readonly text: string
  readonly drawing: ReactNode
}

function Card({ group, id, isChosen, onChoose, name, text, drawing }: CardProps) {
  return (
    <label className={classes.card} data-chosen={isChosen || undefined}>
      <input
        type="radio"
        className="sr"
        name={group}
        value={id}
        checked={isChosen}
        onChange={() => onChoose(id)}
        aria-describedby={`${group}-${id}`}
        aria-label={name}
      />
      {drawing}
      <span className={classes.words}>
        <b>{name}</b>
        <span className="sub" id={`${group}-${id}`}>
          {text}
        </span>
      </span>
      {isChosen && (
        <span className={classes.tick}>
          <Icon of={IconCheck} size={13} mark />
        </span>
      )}
    </label>
  )
}
