import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type StixObject, verifyAdvisory } from 'tocsin';
import { hub } from '../hub.ts';
import { Copy } from '../parts/Copy.tsx';
import { Failure } from '../parts/Failure.tsx';
import { useNames } from '../parts/names.ts';
import { When } from '../parts/When.tsx';
import { extensionOf } from './extension.ts';

/** Who signed this very text; reckoned in this browser from the text and the members' public keys, not taken from the hub. */
export function Signatures({ report }: { report: StixObject }) {
  const { t } = useTranslation();
  const nameOf = useNames();
  const signed = (extensionOf(report).signatures?.length ?? 0) > 0;
  const { data, error } = useQuery({
    queryKey: ['signatures', report.id, report.modified],
    enabled: signed,
    queryFn: async () => verifyAdvisory(await hub.advisories.signed(report.id), await hub.advisories.signingKeys()),
  });
  return (
    <section className="card" aria-label={t('signatures.title')}>
      <h2>{t('signatures.title')}</h2>
      <Failure error={error} />
      {!signed && <p className="muted hint">{t('signatures.none')}</p>}
      {data && (
        <>
          <p className="cluster">
            <span className="tag" data-tone={data.ok ? 'good' : 'bad'}>
              {t(data.ok ? 'signatures.good' : 'signatures.bad')}
            </span>
            <span className="muted">
              {t('signatures.quorum', {
                good: new Set(data.signatures.flatMap(({ good, organisation }) => (good ? [organisation] : []))).size,
                quorum: Math.max(1, data.quorum),
              })}
            </span>
          </p>
          {!data.names_signers && <p className="muted hint">{t('signatures.before')}</p>}
          <ul className="lines">
            {data.signatures.map(({ organisation, key, good, note, signed_at: at }) => (
              <li key={key}>
                <span className="tag" data-tone={good ? 'good' : 'bad'}>
                  {good ? '✓' : '✗'} {nameOf(organisation)}
                </span>{' '}
                <When at={at} />
                {note !== undefined && <div className="muted">{note}</div>}
              </li>
            ))}
            {data.unsigned.map(({ organisation }) => (
              <li key={organisation}>
                <span className="tag" data-tone="bad">
                  ✗ {nameOf(organisation)}
                </span>{' '}
                <span className="muted">{t('signatures.author')}</span>
              </li>
            ))}
          </ul>
          <p className="muted hint cluster">
            SHA-256 <code>{data.sha256.slice(0, 16)}…</code>
            <Copy text={data.sha256} label={t('copy.value')} />
          </p>
        </>
      )}
    </section>
  );
}
