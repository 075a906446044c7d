import '@/styles/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createApp } from '@/app/create-app';
import { pageLanguage, setLanguage } from '@/lib/i18n';
import { LiveStream } from '@/lib/live';

// A page from before an update asks for files that are gone: read the new page, but not for ever.
const reloadKey = 'soc.reloaded';
window.addEventListener('vite:preloadError', (event) => {
  if (Date.now() - Number(sessionStorage.getItem(reloadKey)) < 60_000) return;
  sessionStorage.setItem(reloadKey, String(Date.now()));
  event.preventDefault();
  window.location.reload();
});

const root = document.getElementById('root');
if (!root) throw new Error('no root element');
const { router, queryClient, stream } = createApp();

await setLanguage(pageLanguage());
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LiveStream value={stream}>
        <RouterProvider router={router} />
      </LiveStream>
    </QueryClientProvider>
  </StrictMode>,
);
