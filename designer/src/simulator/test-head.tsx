import { ActionIcon } from '@mantine/core'
import type { Icon as TablerIcon } from '@tabler/icons-react'
import { useEditor, useEditorStore } from '../editing/editor-context.tsx'
import { type EditorState, testedVersion } from '../editing/store/editor-state.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlus, IconX } from '../ui/icons.ts'
import { Segmented } from '../ui/segmented.tsx'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'
import { simulatorTexts } from '../ui/texts/simulator.ts'
import classes from './simulator.module.css'

const selectLive = (state: EditorState) => state.live

interface TestHeadProps {
  readonly icon: TablerIcon
  readonly title: string
  readonly sub: string
  readonly closeLabel: string
  readonly onAdd?: (() => void) | undefined
}

/** The head of every test: what it does, and whether it starts the draft or what is live. */
export function TestHead({ icon, title, sub, closeLabel, onAdd }: TestHeadProps) {
  const store = useEditorStore()
  const live = useEditor(selectLive)
  const version = useEditor(testedVersion)
  const options = [
    { value: 'draft', label: texts.draft },
    { value: 'live', label: live === null ? texts.live : texts.liveVersion(live.version), isDisabled: live === null },
  ] as const
  return (
    <div className={classes.head}>
      <span className={classes.tile}>
        <Icon of={icon} size={17} />
      </span>
      <div className={`grow ${classes.headText}`}>
        <h2>{title}</h2>
        <div className="sub trunc">{sub}</div>
      </div>
      <Segmented
        label={texts.whatIsTested}
        value={version}
        options={options}
        onChange={(next) => store.getState().setTestVersion(next)}
      />
      {onAdd && (
        <ActionIcon
          className={classes.add}
          aria-label={simulatorTexts.addPhone}
          title={simulatorTexts.addPhone}
          onClick={onAdd}
        >
          <Icon of={IconPlus} />
        </ActionIcon>
      )}
      <ActionIcon
        aria-label={closeLabel}
        title={closeLabel}
        onClick={() => store.getState().showPanel('configurations')}
      >
        <Icon of={IconX} />
      </ActionIcon>
    </div>
  )
}
