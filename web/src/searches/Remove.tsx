import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { printable, type SavedSearch } from 'tocsin';
import { Failure } from '../parts/Failure.tsx';
import { useRemove } from './queries.ts';

/** Asked before a search is forgotten, with its name: colleagues who watch it are told of nothing more, and that stays so. */
export function Remove({ search, onClose }: { search: SavedSearch; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useRemove();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('searches.removeTitle', { name: printable(search.name) })}
      closeButtonProps={{ 'aria-label': t('object.close') }}
    >
      <div className="fields">
        <p className="said">{t(search.shared ? 'searches.removeShared' : 'searches.removeOwn')}</p>
        <Failure error={remove.error} />
        <div className="cluster">
          <Button
            color="red"
            loading={remove.isPending}
            onClick={() => remove.mutate(search.id, { onSuccess: onClose })}
          >
            {t('searches.removeDo')}
          </Button>
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('searches.cancel')}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
