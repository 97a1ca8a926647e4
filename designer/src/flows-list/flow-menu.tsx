import { ActionIcon, Menu } from '@mantine/core'
import type { FlowListItem } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { addressOf } from '../api/address-of.ts'
import { Icon } from '../ui/icon.tsx'
import { IconActivity, IconCopy, IconDots, IconDownload, IconPencil, IconPlayerPause, IconTrash } from '../ui/icons.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { flowsTexts } from '../ui/texts/flows.ts'
import type { FlowActions } from './flow-actions.tsx'

interface FlowMenuProps {
  readonly flow: FlowListItem
  readonly actions: FlowActions
  /** Without it only what looks and takes along. */
  readonly canEdit: boolean
}

export function FlowMenu({ flow, actions, canEdit }: FlowMenuProps) {
  const { menu } = flowsTexts
  return (
    <Menu position="bottom-end" width={192}>
      <Menu.Target>
        <ActionIcon aria-label={commonTexts.more(flow.name)}>
          <Icon of={IconDots} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href={`/flows/${flow.id}`} leftSection={<Icon of={IconPencil} />}>
          {menu.open}
        </Menu.Item>
        <Menu.Item component={Link} href={`/runs?flowId=${flow.id}`} leftSection={<Icon of={IconActivity} />}>
          {menu.runs}
        </Menu.Item>
        <Menu.Divider />
        {canEdit && (
          <Menu.Item leftSection={<Icon of={IconCopy} />} onClick={actions.duplicate}>
            {menu.duplicate}
          </Menu.Item>
        )}
        <Menu.Item
          component="a"
          href={addressOf('GET /api/flows/:id/export', { id: flow.id })}
          download
          leftSection={<Icon of={IconDownload} />}
        >
          {menu.export}
        </Menu.Item>
        {canEdit && <Menu.Divider />}
        {canEdit && flow.live !== null && (
          <Menu.Item leftSection={<Icon of={IconPlayerPause} />} onClick={actions.undeploy}>
            {menu.undeploy}
          </Menu.Item>
        )}
        {canEdit && (
          <Menu.Item data-danger leftSection={<Icon of={IconTrash} />} onClick={actions.remove}>
            {menu.delete}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
