// The package types only its whole set; we import icons one by one to keep the set out of the bundle.
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  import type { Icon } from '@tabler/icons-react'

  const component: Icon
  // biome-ignore lint/style/noDefaultExport: that is how the files export.
  export default component
}
