import { Menu } from '@mantine/core'
import type { Option } from '@patchbay/shared/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queries } from '../../api/query-options.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { messageOf } from '../../ui/toasts.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import type { FormField } from '../form/layout-form.ts'
import { optionInputs } from './option-inputs.ts'

const texts = inspectorTexts.options

interface OptionsMenuProps {
  readonly field: FormField
  /** Name of the source of the choices. */
  readonly source: string
}

/** Fills a field, and what belongs to the choice beside it, with one of the choices that a source on the server knows. */
export function OptionsMenu({ field, source }: OptionsMenuProps) {
  const form = useForm()
  const [isOpen, setOpen] = useState(false)
  const inputs = optionInputs(form.inputs, field.hints)
  const list = useInfiniteQuery({ ...queries.options({ source, search: '', inputs }), enabled: isOpen })
  const options = list.data?.pages.flatMap(({ items }) => items) ?? []
  const message = list.isFetching ? texts.loading : list.error ? messageOf(list.error) : texts.none
  const pick = ({ value, fills = {} }: Option) => {
    form.set(field.path, value)
    for (const [name, filling] of Object.entries(fills)) form.set([...field.path.slice(0, -1), name], filling, true)
  }
  return (
    <Menu position="bottom-end" width={320} onChange={setOpen}>
      <Menu.Target>
        <button type="button" className="link">
          {texts.chooseOne}
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {options.length === 0 && <Menu.Label>{message}</Menu.Label>}
        {options.map((option, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two accounts may have a template of one name.
          <Menu.Item key={index} onClick={() => pick(option)}>
            <span dir="auto">{option.label}</span>
            {option.description !== undefined && <div className={formClasses.help}>{option.description}</div>}
          </Menu.Item>
        ))}
        {list.hasNextPage && (
          <Menu.Item closeMenuOnClick={false} onClick={() => void list.fetchNextPage()}>
            {texts.more}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
