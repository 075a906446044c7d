import { useQuery } from '@tanstack/react-query';
import { ErrorState } from '@/components/error-state';
import { Skeleton } from '@/components/skeleton';
import { deviceQuery } from '@/features/devices/api/get-device';
import { DeviceFacts } from '@/features/devices/components/device-facts';
import { DeviceHead } from '@/features/devices/components/device-head';
import { LastMessagePanel } from '@/features/devices/components/last-message-panel';
import { NoSuchDevice } from '@/features/devices/components/no-such-device';
import { PresenceHistory } from '@/features/devices/components/presence-history';
import type { RangeName } from '@/features/devices/history-range';
import { ApiError } from '@/lib/api-client';
import { useWatchedRows } from '@/lib/live';
import { useZone } from '@/lib/site-zones';
import styles from './device-page.module.css';

type DeviceViewProps = { id: string; range: RangeName; onRange: (range: RangeName) => void };

/** All of one device. It reads; the parts below only show. */
export function DeviceView({ id, range, onRange }: DeviceViewProps) {
  const { data: device, error, refetch } = useQuery(deviceQuery(id));
  const zone = useZone(device?.site_id);
  const isUnknown = error instanceof ApiError && error.status === 404;
  useWatchedRows(isUnknown ? [] : [id]);

  if (isUnknown) return <NoSuchDevice id={id} />;
  if (!device)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton lines={12} />;
  return (
    <>
      <DeviceHead device={device} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <PresenceHistory intervals={device.intervals} zone={zone} range={range} onRange={onRange} />
          <DeviceFacts device={device} />
        </div>
        <LastMessagePanel message={device.last_message} zone={zone} />
      </div>
    </>
  );
}
