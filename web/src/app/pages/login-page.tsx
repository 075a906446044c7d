import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { LanguageButton } from '@/app/layout/language-button';
import { ThemeButton } from '@/app/layout/theme-button';
import { LoginForm } from '@/features/session/components/login-form';
import { useText } from '@/lib/i18n';
import styles from './login-page.module.css';

const route = getRouteApi('/login');

export function LoginPage() {
  const { t } = useText();
  const router = useRouter();
  const { next = '/' } = route.useSearch();
  useEffect(() => {
    document.title = `${t('login.title')} · sensOCampus`;
  }, [t]);

  return (
    <div className={styles.page}>
      <main className={styles.card}>
        <header className={styles.header}>
          <img src="/icon.svg" alt="" width={36} height={36} />
          <h1>{t('app.name')}</h1>
        </header>
        <p className={styles.text}>{t('login.text')}</p>
        <LoginForm onSignedIn={() => router.history.push(next)} />
      </main>
      <footer className={styles.footer}>
        <LanguageButton />
        <ThemeButton />
      </footer>
    </div>
  );
}
