import { useState } from 'react';
import { Dialog } from '@/components/dialog';
import { Icon } from '@/components/icon';
import { FilterSelects, type FilterSelectsProps } from '@/features/devices/components/filter-selects';
import { SearchBox } from '@/features/devices/components/search-box';
import { useText } from '@/lib/i18n';
import { phone, useMedia } from '@/lib/use-media';
import styles from './filter-bar.module.css';

/** The search box and the filters by place and type; on a phone the latter open in a sheet. */
export function FilterBar(props: FilterSelectsProps) {
  const { t } = useText();
  const small = useMedia(phone);
  const [open, setOpen] = useState(false);
  return (
    <div className={styles.bar}>
      <SearchBox
        text={props.search.q ?? ''}
        onSearch={(q) => props.onSearch({ q: q || undefined, at: undefined })}
      />
      {small ? (
        <button type="button" className="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Icon name="filter" />
          {t('filter.open')}
        </button>
      ) : (
        <FilterSelects {...props} />
      )}
      {open && (
        <Dialog title={t('filter.open')} onClose={() => setOpen(false)}>
          <div className={styles.sheet}>
            <FilterSelects {...props} />
            <button type="button" className="button" data-kind="main" onClick={() => setOpen(false)}>
              {t('filter.show')}
            </button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
