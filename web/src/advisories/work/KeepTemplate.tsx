import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdvisoryBody } from 'tocsin';
import { hub } from '../../hub.ts';
import { Failure } from '../../parts/Failure.tsx';
import { textsOf } from '../../parts/form.ts';
import { tell } from '../../parts/tell.ts';
import { queries } from '../../queries.ts';

/** What is of one advisory alone: its title, its times. */
const ITS_OWN = new Set(['title', 'publish_at', 'acknowledge_by']);

/** Keeps what an advisory says as a template of one’s organisation’s own. */
export function KeepTemplate({ body }: { body: AdvisoryBody }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const keep = useMutation({
    mutationFn: (name: string) =>
      hub.rest.post<{ name: string }>('/api/v1/advisory-templates', {
        name,
        body: Object.fromEntries(Object.entries(body).filter(([field]) => !ITS_OWN.has(field))),
      }),
    onSuccess: ({ name }) => {
      setOpen(false);
      tell(t('template.kept', { name }));
      return queries.invalidateQueries({ queryKey: ['templates'] });
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    keep.mutate(textsOf(event.currentTarget)('name').trim());
  };
  const close = () => setOpen(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t('template.keep')}
      </Button>
      {open && (
        <Modal opened onClose={close} title={t('template.keep')} closeButtonProps={{ 'aria-label': t('object.close') }}>
          <form className="fields" onSubmit={submit}>
            <TextInput
              name="name"
              label={t('template.name')}
              defaultValue={body.title}
              maxLength={100}
              required
              data-autofocus
            />
            <p className="hint muted">{t('template.keepWhy')}</p>
            <Failure error={keep.error} />
            <div className="cluster end">
              <Button variant="default" onClick={close}>
                {t('admin.cancel')}
              </Button>
              <Button type="submit" loading={keep.isPending}>
                {t('template.keep')}
              </Button>
            </div>
          </form>
        </Modal>
      )}
    </>
  );
}
