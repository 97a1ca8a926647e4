// Those of React Flow come first: the styles of blocks have to win over them on every page that draws a block.
import '@xyflow/react/dist/base.css'
import blockClasses from './block.module.css'

export { blockClasses }
