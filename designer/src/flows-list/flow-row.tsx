import { ActionIcon, Tooltip } from '@mantine/core'
import type { FlowListItem } from '@patchbay/shared/api'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { MouseEvent } from 'react'
import { Link, useLocation } from 'wouter'
import { useRights } from '../api/queries.ts'
import { ago, dayAndClock, number } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconCopy, IconPencil } from '../ui/icons.ts'
import table from '../ui/table.module.css'
import { commonTexts } from '../ui/texts/common.ts'
import { flowsTexts } from '../ui/texts/flows.ts'
import { publicationTexts } from '../ui/texts/publication.ts'
import { Tile } from '../ui/tile.tsx'
import { useFlowActions } from './flow-actions.tsx'
import { FlowMenu } from './flow-menu.tsx'
import classes from './flows-table.module.css'
import { PublicationBadge } from './publication-badge.tsx'

interface FlowRowProps {
  readonly flow: FlowListItem
  readonly definitions: ReadonlyMap<string, NodeDefinition>
}

export function FlowRow({ flow, definitions }: FlowRowProps) {
  const [, navigate] = useLocation()
  const path = `/flows/${flow.id}`
  // The name is the link; the rest of the row is a larger target for the mouse only.
  const openByMouse = (event: MouseEvent<HTMLElement>) => {
    if (event.target instanceof Element && event.target.closest('a, button, [role="menu"]') === null) navigate(path)
  }
  return (
    <tr className={classes.row} onClick={openByMouse}>
      <td>
        <Link href={path} className={`trunc ${classes.name}`}>
          {flow.name}
        </Link>
        {flow.description !== '' && <div className="sub trunc">{flow.description}</div>}
      </td>
      <td>
        <div className={classes.statusCell}>
          <PublicationBadge live={flow.live} changes={flow.changes} paused={flow.paused} held={flow.heldEvents ?? 0} />
          {flow.paused && flow.heldUntil != null && (
            <span className="sub">
              {publicationTexts.expires(flow.heldEvents ?? 0, dayAndClock(flow.heldUntil, flow))}
            </span>
          )}
          {flow.errors > 0 && <span className={`sub ${classes.bad}`}>{flowsTexts.problems(flow.errors)}</span>}
        </div>
      </td>
      <td>
        <Triggers types={flow.triggers} definitions={definitions} />
      </td>
      <td className={`num ${classes.numbers}`}>
        <Numbers numbers={flow.addressesShown} />
      </td>
      <td className={`num ${table.right}`}>
        <Runs flow={flow} />
      </td>
      <td>
        <time dateTime={flow.modifiedAt} title={dayAndClock(flow.modifiedAt, flow)}>
          {ago(flow.modifiedAt, flow)}
        </time>
        <div className="sub trunc">{flow.modifiedBy}</div>
      </td>
      <td className={classes.manageCell}>
        <RowActions flow={flow} definitions={definitions} path={path} />
      </td>
    </tr>
  )
}

function RowActions({ flow, definitions, path }: FlowRowProps & { readonly path: string }) {
  const actions = useFlowActions(flow, definitions)
  const { canEdit } = useRights()
  return (
    <div className={table.actions}>
      <Tooltip label={flowsTexts.menu.open}>
        <ActionIcon data-quiet component={Link} href={path} aria-label={flowsTexts.edit(flow.name)}>
          <Icon of={IconPencil} />
        </ActionIcon>
      </Tooltip>
      {canEdit && (
        <Tooltip label={flowsTexts.menu.duplicate}>
          <ActionIcon data-quiet aria-label={flowsTexts.duplicate(flow.name)} onClick={actions.duplicate}>
            <Icon of={IconCopy} />
          </ActionIcon>
        </Tooltip>
      )}
      <FlowMenu flow={flow} actions={actions} canEdit={canEdit} />
    </div>
  )
}

function Triggers({ types, definitions }: { types: readonly string[] } & Pick<FlowRowProps, 'definitions'>) {
  if (types.length === 0) return <span className="muted">{flowsTexts.noTrigger}</span>
  return (
    <div className={classes.cells}>
      {[...new Set(types)].map((type) => {
        const definition = definitions.get(type)
        return (
          <span key={type} className={classes.triggerType}>
            <Tile of={definition ?? { category: 'triggers', icon: 'bolt' }} size="xs" />
            <span className="trunc">{definition?.title ?? type}</span>
          </span>
        )
      })}
    </div>
  )
}

function Numbers({ numbers }: { readonly numbers: readonly string[] }) {
  const [first, ...others] = numbers
  if (first === undefined) return <span className="muted">{commonTexts.none}</span>
  return (
    <>
      {first}
      {others.length > 0 && (
        <div className="sub" title={others.join(', ')}>
          {others.length === 1 && others[0] !== undefined ? others[0] : flowsTexts.moreNumbers(others.length)}
        </div>
      )}
    </>
  )
}

function Runs({ flow }: { readonly flow: FlowListItem }) {
  const { total, failed, caught } = flow.runs24h
  if (flow.live === null && total === 0) return <span className="muted">{commonTexts.none}</span>
  return (
    <>
      <span>
        {number(total)}
        <span className={classes.unit}> {flowsTexts.runsUnit(total)}</span>
      </span>
      {failed > 0 && <div className={`sub ${classes.bad}`}>{flowsTexts.failed(failed)}</div>}
      {caught > 0 && (
        <Link
          href={`/runs?flowId=${flow.id}&status=caught`}
          className={`sub ${classes.caught}`}
          title={flowsTexts.caughtHelp}
        >
          {flowsTexts.caught(caught)}
        </Link>
      )}
    </>
  )
}
