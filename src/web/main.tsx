import '@mantine/core/styles/baseline.layer.css'
import '@mantine/core/styles/default-css-variables.layer.css'
import '@mantine/core/styles/global.layer.css'
import '@mantine/core/styles/UnstyledButton.layer.css'
import './styles/tokens.css'
import './styles/base.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, startTransition } from 'react'
import { createRoot } from 'react-dom/client'
import { queries } from './queries.ts'
import { fetchOpenPage, router } from './router.tsx'
import { colorSchemes, styleNonce, theme } from './theme.ts'

const page = document.getElementById('page')
if (!page) throw new Error('index.html has no element with the id “page”')

fetchOpenPage()
const tree = (
  <StrictMode>
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={colorSchemes}
      getStyleNonce={styleNonce}
      withGlobalClasses={false}
      deduplicateCssVariables
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>
)
// In slices, so that a slow phone can answer a touch in between.
startTransition(() => createRoot(page).render(tree))
