import { type CSSVariablesResolver, createTheme } from '@mantine/core'
import { createElement } from 'react'
import controls from './controls.module.css'
import { Icon } from './icon.tsx'
import { IconChevronDown, IconX } from './icons.ts'
import { commonTexts } from './texts/common.ts'

const cobalt = [
  '#edf2ff',
  '#dbe5ff',
  '#b9ccff',
  '#9cb6ff',
  '#7fa3ff',
  '#5a82fb',
  '#3b5fe6',
  '#3053da',
  '#2644bf',
  '#1d369a',
] as const

const fieldClasses = {
  label: controls.label,
  description: controls.help,
  error: controls.error,
  required: controls.required,
}
const fieldOrder: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
const field = { classNames: fieldClasses, inputWrapperOrder: fieldOrder }

interface SizeProps {
  readonly size?: string
}

/** Mantine in the measures of our tokens. Colours come from `tokens.css` alone, through `controls.module.css`. */
export const theme = createTheme({
  primaryColor: 'cobalt',
  primaryShade: { light: 7, dark: 6 },
  colors: { cobalt },
  white: '#ffffff',
  black: '#23211e',
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '14px', xl: '16px' },
  lineHeights: { xs: '16px', sm: '16px', md: '20px', lg: '18px', xl: '24px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '12px' },
  defaultRadius: 'sm',
  shadows: { xs: 'var(--e1)', sm: 'var(--e2)', md: 'var(--e3)', lg: 'var(--e3)', xl: 'var(--e4)' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  // Plain objects: `Button.extend` and its like would load every component with the first page.
  components: {
    Input: {
      vars: () => ({ wrapper: { '--input-height': '32px', '--input-fz': '13px' } }),
      classNames: { input: controls.input },
    },
    InputWrapper: { defaultProps: field },
    TextInput: { defaultProps: field },
    Textarea: { defaultProps: field },
    PasswordInput: { defaultProps: field },
    Select: {
      defaultProps: {
        ...field,
        allowDeselect: false,
        checkIconPosition: 'right',
        rightSection: createElement(Icon, { of: IconChevronDown }),
        classNames: { ...fieldClasses, dropdown: controls.menu, option: controls.option },
        comboboxProps: { transitionProps: { duration: 120, transition: 'fade' }, offset: 4 },
      },
    },
    Button: {
      defaultProps: { variant: 'default' },
      vars: (_theme: unknown, props: SizeProps) => ({
        root:
          props.size === 'sm'
            ? { '--button-height': '28px', '--button-fz': '12px', '--button-padding-x': '10px' }
            : { '--button-height': '32px', '--button-fz': '13px', '--button-padding-x': '12px' },
      }),
      classNames: { root: controls.button, section: controls.buttonSection },
    },
    ActionIcon: {
      defaultProps: { variant: 'subtle' },
      vars: (_theme: unknown, props: SizeProps) => ({ root: { '--ai-size': props.size === 'lg' ? '32px' : '28px' } }),
      classNames: { root: controls.iconButton },
    },
    Checkbox: {
      defaultProps: { size: 'xs', radius: 'xs' },
      classNames: { input: controls.check, label: controls.checkLabel, description: controls.checkHelp },
    },
    Switch: {
      defaultProps: { withThumbIndicator: false },
      classNames: {
        track: controls.track,
        thumb: controls.thumb,
        label: controls.switchLabel,
        description: controls.switchHelp,
      },
    },
    Kbd: { classNames: { root: controls.kbd } },
    Menu: {
      // The placeholder that takes the first focus has a role which no child of a menu may have.
      defaultProps: {
        offset: 4,
        transitionProps: { duration: 120, transition: 'fade' },
        withInitialFocusPlaceholder: false,
      },
      classNames: {
        dropdown: controls.menu,
        item: controls.menuItem,
        itemSection: controls.menuSection,
        itemIndicator: controls.menuIndicator,
        label: controls.menuLabel,
        divider: controls.menuDivider,
      },
    },
    // A landmark of index.html, so that what opens above the page belongs to a region of it.
    Portal: { defaultProps: { target: '#overlays' } },
    Popover: { classNames: { dropdown: controls.menu } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'xl',
        overlayProps: { color: 'var(--scrim)', backgroundOpacity: 1 },
        closeButtonProps: { 'aria-label': commonTexts.close, icon: createElement(Icon, { of: IconX }) },
        transitionProps: { duration: 160, transition: 'fade' },
      },
      classNames: {
        content: controls.dialog,
        header: controls.dialogHead,
        title: controls.dialogTitle,
        body: controls.dialogBody,
        overlay: controls.scrim,
        close: controls.iconButton,
      },
    },
    Tooltip: {
      defaultProps: { openDelay: 400, withinPortal: true, events: { hover: true, focus: true, touch: false } },
      classNames: { tooltip: controls.tooltip },
    },
  },
})

const variables = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-3)',
  '--mantine-color-placeholder': 'var(--text-3)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--accent-strong)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--line-strong)',
}

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: variables, dark: variables })
