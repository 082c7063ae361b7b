import { ActionIcon, Button, TextInput, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdvisoryWork } from 'tocsin';
import { Ask } from '../../parts/Ask.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { Tlp } from '../../parts/Tlp.tsx';
import { touched } from '../calls.ts';
import { Attachments } from './Attachments.tsx';
import { Attribution } from './Attribution.tsx';
import { Clashed } from './Clashed.tsx';
import { Head } from './Head.tsx';
import { Products } from './Products.tsx';
import { References } from './References.tsx';
import { SaveState } from './SaveState.tsx';
import { Signers } from './Signers.tsx';
import { useDraft } from './useDraft.ts';
import { Vulnerabilities } from './Vulnerabilities.tsx';
import { Writing } from './Writing.tsx';

/** All that an advisory says, and to whom; saved as one writes. */
export function Editor({ work }: { work: AdvisoryWork }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const draft = useDraft(work);
  const { text, change } = draft;
  const leads = work.part === 'lead';

  const [asking, setAsking] = useState(false);

  const leave = () => navigate({ to: '/advisories/$id/work', params: { id: work.id } });
  const done = async () => {
    const saved = await draft.save();
    touched(work.id);
    // what is not saved stays before one’s eyes; the bar says why
    if (saved && draft.gaps.length > 0) setAsking(true);
    else if (saved) await leave();
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      void draft.save();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [draft.save]);

  return (
    <div className="page wide stack editor">
      <div className="editor-bar">
        <h1 className="sr">{t('write.title')}</h1>
        <Tlp label={text.tlp} />
        <span className="tag">{t(`workState.${draft.state}`)}</span>
        <SaveState draft={draft} />
        <div className="cluster right">
          <Tooltip label={t('write.undo')}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('write.undo')}
              disabled={!draft.undo}
              onClick={draft.undo}
            >
              <Icon name="undo" size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('write.redo')}>
            <ActionIcon
              variant="default"
              size={30}
              aria-label={t('write.redo')}
              disabled={!draft.redo}
              onClick={draft.redo}
            >
              <Icon name="redo" size={16} />
            </ActionIcon>
          </Tooltip>
          <Button size="xs" onClick={() => void done()}>
            {t('write.done')}
          </Button>
        </div>
      </div>
      {asking && (
        <Ask title={t('save.leaveAsk')} action={t('save.leave')} deed={leave} onClose={() => setAsking(false)}>
          <p className="said">
            {t('save.left')} {draft.gaps.map((gap) => t(`field.${gap}`)).join(', ')}
          </p>
        </Ask>
      )}
      {draft.clash && <Clashed clash={draft.clash} onResolve={draft.resolve} />}
      <TextInput
        size="md"
        label={t('field.title')}
        required
        maxLength={300}
        classNames={{ input: 'title-field' }}
        value={text.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Writing text={text.body} onChange={(body) => change({ body })} />
      <div className="editor-cards">
        <div className="stack">
          <Head text={text} change={change} />
          <Signers text={text} change={change} leads={leads} />
          <References text={text} change={change} />
        </div>
        <div className="stack">
          <Attachments ids={text.indicators} onChange={(indicators) => change({ indicators })} />
          <Vulnerabilities rows={text.vulnerabilities} onChange={(vulnerabilities) => change({ vulnerabilities })} />
          <Products rows={text.products} onChange={(products) => change({ products })} />
          <Attribution text={text} change={change} />
        </div>
      </div>
    </div>
  );
}
