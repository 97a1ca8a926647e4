import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { createQueryClient } from '../api/query-client.ts'
import { DialogHost } from '../ui/dialogs.tsx'
import { styleNonce } from '../ui/style-nonce.ts'
import { cssVariablesResolver, theme } from '../ui/theme.ts'
import { ToastHost } from '../ui/toasts.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { Routes } from './routes.tsx'

// `public/theme.js` reads the same entry before the first paint.
const colorSchemeManager = localStorageColorSchemeManager({ key: 'patchbay-color-scheme' })

export function App() {
  const [client] = useState(createQueryClient)
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={client}>
        <ErrorBoundary>
          <Routes />
          <DialogHost />
        </ErrorBoundary>
        <ToastHost />
      </QueryClientProvider>
    </MantineProvider>
  )
}
