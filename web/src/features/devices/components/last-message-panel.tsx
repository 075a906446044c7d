import { CutText } from '@/components/cut-text';
import { ExactTime } from '@/components/exact-time';
import { Facts } from '@/components/facts';
import { LastSeen } from '@/components/last-seen';
import { Panel } from '@/components/panel';
import { readPayload } from '@/features/devices/payload';
import type { LastMessage } from '@/lib/api-schemas';
import { useText } from '@/lib/i18n';
import styles from './device-page.module.css';

type LastMessagePanelProps = { message: LastMessage | null; zone: string | undefined };

/** Every field of the last message, unknown ones too, and the message as it came. */
export function LastMessagePanel({ message, zone }: LastMessagePanelProps) {
  const { t, word } = useText();
  if (!message) {
    return (
      <Panel title={t('message.title')}>
        <p className={styles.none}>{t('message.none')}</p>
      </Panel>
    );
  }
  const fields = readPayload(message.payload);
  return (
    <Panel title={t('message.title')} aside={<LastSeen at={message.received_at} zone={zone} />}>
      <Facts
        facts={[
          { name: t('message.received'), value: <ExactTime at={message.received_at} zone={zone} /> },
          { name: t('message.broker'), value: message.broker },
          { name: t('message.topic'), value: <CutText text={message.topic} />, mono: true },
          { name: t('message.sender'), value: t(`message.sender.${message.sender}`) },
        ]}
      />
      {fields ? (
        <>
          <h3 className={styles.subtitle}>{t('message.fields')}</h3>
          <dl className={styles.fields}>
            {fields.map(({ path, value, known }) => (
              <div key={path} className={styles.field}>
                <dt>
                  {known ? word('payload', path, 'payload.unknown') : <CutText text={path} />}
                  {known ? (
                    <span className={styles.path}>{path}</span>
                  ) : (
                    <span className={styles.unknown}>{t('payload.unknown')}</span>
                  )}
                </dt>
                <dd className="mono">
                  <CutText text={value} />
                </dd>
              </div>
            ))}
          </dl>
        </>
      ) : (
        <p className={styles.notice}>{t('message.not_json')}</p>
      )}
      <details className={styles.raw} open={!fields}>
        <summary>{t('message.raw')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
        <pre className={styles.payload} tabIndex={0}>
          {message.payload}
        </pre>
      </details>
    </Panel>
  );
}
