import { Button } from '@mantine/core'
import type { Json } from '@patchbay/shared/json'
import { type ReactNode, useMemo, useState } from 'react'
import { Icon } from '../ui/icon.tsx'
import { IconPlus } from '../ui/icons.ts'
import { SearchField } from '../ui/search-field.tsx'
import { responseTexts } from '../ui/texts/response.ts'
import { JsonTree } from './json-tree.tsx'
import { queryPlace } from './query-place.ts'
import classes from './response.module.css'
import { Foot } from './response-foot.tsx'
import type { TreeRow } from './tree-rows.ts'
import { NEW_VARIABLE_FORM, type ResponseVariable, useVariableDraft, VariableMaker } from './variable-maker.tsx'

interface ReplyTreeProps {
  readonly nodeId: number
  readonly tree: Json
  /** What has to be said above the tree. */
  readonly above: ReactNode
  readonly onAgain: () => void
  readonly onClose: () => void
}

/** The reply on the left, the variable made from a clicked value on the right. */
export function ReplyTree({ nodeId, tree, above, onAgain, onClose }: ReplyTreeProps) {
  const [search, setSearch] = useState('')
  const [row, setRow] = useState<TreeRow | null>(null)
  const draft = useVariableDraft(nodeId, tree, row)
  const places = useMemo(() => placesOf(tree, draft.made), [tree, draft.made])
  const add = () => {
    if (!draft.canAdd) return
    draft.add()
    setRow(null)
  }
  return (
    <>
      <div className={classes.body}>
        <div className={draft.isPossible ? classes.left : `${classes.left} ${classes.whole}`}>
          {above}
          <div className={classes.bar}>
            <SearchField label={responseTexts.find} value={search} onChange={setSearch} className={classes.find} />
            <span className="grow" />
            {draft.isPossible && <span className="sub">{responseTexts.clickHint}</span>}
          </div>
          <JsonTree tree={tree} search={search} selected={row?.id ?? null} variables={places} onPick={setRow} />
        </div>
        {draft.isPossible && <VariableMaker draft={draft} row={row} tree={tree} onAdd={add} />}
      </div>
      <Foot onAgain={onAgain} onClose={onClose}>
        {draft.isPossible && (
          <Button
            variant="filled"
            leftSection={<Icon of={IconPlus} />}
            type="submit"
            form={NEW_VARIABLE_FORM}
            disabled={!draft.canAdd}
          >
            {responseTexts.add}
          </Button>
        )}
      </Foot>
    </>
  )
}

/** The pills of variables that are made already, by the line their query leads to. */
function placesOf(tree: Json, variables: readonly ResponseVariable[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>()
  for (const { name, query } of variables) {
    const place = queryPlace(tree, query)
    if (place !== null) places.set(place, [...(places.get(place) ?? []), `$${name}`])
  }
  return places
}
