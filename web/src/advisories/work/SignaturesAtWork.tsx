import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AdvisoryWork } from 'tocsin';
import { hub } from '../../hub.ts';
import { Copy } from '../../parts/Copy.tsx';
import { Failure } from '../../parts/Failure.tsx';
import { useNames } from '../../parts/names.ts';
import { When } from '../../parts/When.tsx';
import { usePerson } from '../../session/session.ts';
import { touched, useOwnKey, useSignatures } from '../calls.ts';
import { hashRead } from './NextStep.tsx';

/** Who is asked to sign, who has, and which signatures an edit has made void. */
export function SignaturesAtWork({ work }: { work: AdvisoryWork }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const { data: signatures = [], error } = useSignatures(work.id);
  const asked = work.participants.filter(({ signs }) => signs);
  if (asked.length === 0 && signatures.length === 0) return null;
  const counting = signatures.filter(({ counts }) => counts);
  const gone = signatures.filter(({ counts }) => !counts);
  return (
    <section className="card fields" aria-label={t('signatures.title')}>
      <h2 className="small">{t('signatures.title')}</h2>
      <Failure error={error} />
      <p className="hint">
        <span className="tag" data-tone={counting.length >= work.quorum ? 'good' : 'warn'}>
          {t('signatures.have', { count: counting.length, quorum: work.quorum })}
        </span>
      </p>
      <ul className="lines">
        {asked.map(({ organisation }) => {
          const signed = counting.find((one) => one.organisation === organisation);
          return (
            <li key={organisation} className="cluster">
              <span className="tag" data-tone={signed ? 'good' : undefined}>
                {signed ? '✓' : '…'} {nameOf(organisation)}
              </span>
              {signed ? <When at={signed.signed_at} /> : <span className="muted hint">{t('signatures.notYet')}</span>}
            </li>
          );
        })}
        {gone.map((one) => (
          <li key={one.id} className="cluster">
            <span className="tag void" data-tone="bad">
              <del>{nameOf(one.organisation)}</del>
            </span>
            <span>
              {t('signatures.void')}:{' '}
              {t(`voidReason.${one.void_reason}`, { defaultValue: one.void_reason ?? t('signatures.untrusted') })}
            </span>
            <When at={one.voided_at} />
          </li>
        ))}
      </ul>
      {work.signing && <Elsewhere work={work} />}
    </section>
  );
}

/** How to sign with a key that the hub has not, and where to hand the signature in. */
function Elsewhere({ work }: { work: AdvisoryWork }) {
  const { t } = useTranslation();
  const { organisation } = usePerson();
  const identity = `identity--${organisation.id}`;
  const { data: key, isSuccess } = useOwnKey(identity);
  const [said, setSaid] = useState('');
  const hand = useMutation({
    mutationFn: (text: string) => {
      const { key: by, signed_at: at, signature } = JSON.parse(text) as Record<string, string>;
      return hub.advisories.sign(work.id, hashRead(work), {
        key: by ?? '',
        signed_at: at ?? '',
        signature: signature ?? '',
      });
    },
    onSuccess: () => {
      setSaid('');
      touched(work.id);
    },
  });
  // without a key there is nothing to sign with anywhere, as the next step says
  if (!isSuccess || key === undefined || !work.participants.some((one) => one.signs && one.organisation === identity))
    return null;
  const commands = [
    `tocsin advisory show ${work.id} --work --json > work.json`,
    `tocsin advisory sign --text work.json --private-key org.pem --organisation ${organisation.id} > signature.json`,
    `tocsin advisory sign ${work.id} --signature signature.json`,
  ].join('\n');
  return (
    <details open={key.kept_by === 'member'}>
      <summary>{t('signatures.elsewhere')}</summary>
      <div className="fields inner">
        <p className="muted hint">{t(key.kept_by === 'hub' ? 'signatures.keptByHub' : 'signatures.keptByYou')}</p>
        {key.kept_by === 'member' && (
          <>
            <pre className="raw" tabIndex={0}>
              {commands}
            </pre>
            <Copy text={commands} label={t('copy.value')} />
            <Textarea
              label={t('signatures.paste')}
              rows={3}
              classNames={{ input: 'mono' }}
              value={said}
              onChange={(event) => setSaid(event.currentTarget.value)}
            />
            <div>
              <Button
                size="xs"
                disabled={said.trim() === ''}
                loading={hand.isPending}
                onClick={() => hand.mutate(said)}
              >
                {t('signatures.handIn')}
              </Button>
            </div>
            <Failure error={hand.error} />
          </>
        )}
      </div>
    </details>
  );
}
