import type { Widget } from '@patchbay/shared/nodes'
import type { ComponentType } from 'react'
import { AddressPickerWidget } from './address-picker-widget.tsx'
import { AddressWidget } from './address-widget.tsx'
import { AnyRowsWidget } from './any-rows-widget.tsx'
import { FlowSettingWidget } from './flow-setting-widget.tsx'
import { ListenWidget } from './listen-widget.tsx'
import { NumberWidget } from './number-widget.tsx'
import { PreviewWidget } from './preview-widget.tsx'
import { SecretWidget } from './secret-widget.tsx'
import { ChoicesWidget, SelectWidget, SwitchWidget } from './select-widget.tsx'
import { SenderWidget } from './sender-widget.tsx'
import { TemplateWidget } from './template-widget.tsx'
import { LongTextWidget, TextWidget } from './text-widget.tsx'
import type { WidgetProps } from './widget-props.ts'

/** The other widgets are objects and lists of which the form itself draws the fields. */
type DrawnByItself = Exclude<Widget, 'fields' | 'row-forms' | 'hidden'>

/** How each widget of `x-ui` is drawn. */
export const allWidgets: Readonly<Record<DrawnByItself, ComponentType<WidgetProps>>> = {
  text: TextWidget,
  'long-text': LongTextWidget,
  template: TemplateWidget,
  'long-template': TemplateWidget,
  'code-template': TemplateWidget,
  rows: AnyRowsWidget,
  secret: SecretWidget,
  number: NumberWidget,
  select: SelectWidget,
  choices: ChoicesWidget,
  switch: SwitchWidget,
  phone: TextWidget,
  sender: SenderWidget,
  'address-picker': AddressPickerWidget,
  address: AddressWidget,
  listen: ListenWidget,
  preview: PreviewWidget,
  'flow-setting': FlowSettingWidget,
}
