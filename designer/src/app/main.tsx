import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.layer.css'
import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/mantine.css'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { installHistoryGuard } from '../ui/history-guard.ts'
import { styleNonce } from '../ui/style-nonce.ts'
import { App } from './app.tsx'
import { tolerateForeignEdits } from './tolerate-foreign-edits.ts'

tolerateForeignEdits()
installHistoryGuard()
setNonce(styleNonce())
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element #root.')
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
