import type { FlowListItem } from '@patchbay/shared/api'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { useMemo } from 'react'
import { Icon } from '../ui/icon.tsx'
import { IconArrowDown, IconArrowUp } from '../ui/icons.ts'
import table from '../ui/table.module.css'
import { flowsTexts } from '../ui/texts/flows.ts'
import { FlowRow } from './flow-row.tsx'
import classes from './flows-table.module.css'
import { nextOrder, type SortField, type SortOrder } from './sort-flows.ts'

interface FlowsTableProps {
  readonly flows: readonly FlowListItem[]
  readonly nodes: readonly NodeDefinition[]
  readonly order: SortOrder
  readonly onOrder: (order: SortOrder) => void
}

export function FlowsTable({ flows, nodes, order, onOrder }: FlowsTableProps) {
  const definitions = useMemo(() => new Map(nodes.map((node) => [node.id, node])), [nodes])
  const sort = { order, onOrder }
  const { columns } = flowsTexts
  return (
    <div className={classes.list}>
      <table className={`${table.table} ${classes.table}`}>
        <thead>
          <tr>
            <SortHead {...sort} field="name" label={columns.flow} />
            <th className={classes.status}>{columns.status}</th>
            <th className={classes.trigger}>{columns.trigger}</th>
            <th className={classes.number}>{columns.number}</th>
            <SortHead {...sort} field="runs" label={columns.runs} className={`${table.right} ${classes.runs}`} />
            <SortHead {...sort} field="modified" label={columns.modified} className={classes.modified} />
            <th className={classes.manage}>
              <span className="sr">{columns.manage}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {flows.map((flow) => (
            <FlowRow key={flow.id} flow={flow} definitions={definitions} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface SortHeadProps {
  readonly field: SortField
  readonly label: string
  readonly order: SortOrder
  readonly onOrder: (order: SortOrder) => void
  readonly className?: string | undefined
}

function SortHead({ field, label, order, onOrder, className }: SortHeadProps) {
  const isSorted = order.field === field
  return (
    <th className={className} aria-sort={isSorted ? order.direction : 'none'}>
      <button type="button" className={table.sort} onClick={() => onOrder(nextOrder(order, field))}>
        {label}
        {isSorted && <Icon of={order.direction === 'ascending' ? IconArrowUp : IconArrowDown} size={14} />}
      </button>
    </th>
  )
}
