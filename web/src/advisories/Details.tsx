import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type AdvisoryBody, defangAny, printable } from 'tocsin';
import { Copy } from '../parts/Copy.tsx';
import { When } from '../parts/When.tsx';
import { readVector, scoreOf } from './write/cvss.ts';

/** What an advisory says beside its text. */
export type Told = Pick<
  AdvisoryBody,
  | 'vulnerabilities'
  | 'products'
  | 'techniques'
  | 'actor'
  | 'campaign'
  | 'confidence'
  | 'evidence'
  | 'references'
  | 'acknowledge_by'
>;

/** Weaknesses, products, who is behind it, on what it rests. */
export function Details({ details }: { details: Told }) {
  const { t } = useTranslation();
  const { vulnerabilities = [], products = [], techniques = [], evidence = [], references = [] } = details;
  const { actor, campaign, confidence } = details;
  const facts = actor ?? campaign ?? confidence;
  return (
    <>
      {vulnerabilities.length > 0 && (
        <section className="card" aria-label={t('field.vulnerabilities')}>
          <h2>{t('field.vulnerabilities')}</h2>
          <ul className="lines">
            {vulnerabilities.map(({ cve, title, cwe, cvss = [] }) => (
              <li key={cve} className="cluster">
                <strong className="mono">{cve}</strong>
                {cvss.map((vector) => (
                  <Scored key={vector} text={vector} />
                ))}
                {title !== undefined && printable(title)}
                {cwe !== undefined && <span className="muted">{cwe}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {products.length > 0 && (
        <section className="card" aria-label={t('field.products')}>
          <h2>{t('field.products')}</h2>
          <div className="scroll-x" tabIndex={0} role="group" aria-label={t('field.products')}>
            <table className="table">
              <thead>
                <tr>
                  {(['vendor', 'name', 'version', 'status', 'cves'] as const).map((name) => (
                    <th key={name} scope="col">
                      {t(`product.${name}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {products.map((one, i) => (
                  // a product may be named twice
                  <tr key={i}>
                    <td>{printable(one.vendor)}</td>
                    <td>{printable(one.name)}</td>
                    <td className="mono">{printable(one.version)}</td>
                    <td>{t(`productStatus.${one.status}`)}</td>
                    <td className="mono">{one.cves?.join(', ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      {(facts !== undefined || techniques.length > 0) && (
        <section className="card" aria-label={t('write.behind')}>
          <h2>{t('write.behind')}</h2>
          <dl className="facts">
            {actor && (
              <Fact name={t('field.actor')}>{printable([actor.name, ...(actor.aliases ?? [])].join(', '))}</Fact>
            )}
            {campaign !== undefined && <Fact name={t('field.campaign')}>{printable(campaign)}</Fact>}
            {confidence !== undefined && <Fact name={t('field.confidence')}>{confidence}</Fact>}
            {techniques.length > 0 && (
              <Fact name={t('field.techniques')}>
                <span className="mono">{techniques.join(', ')}</span>
              </Fact>
            )}
          </dl>
        </section>
      )}
      {evidence.length + references.length > 0 && (
        <section className="card" aria-label={t('field.references')}>
          <h2>{t('field.references')}</h2>
          <ul className="lines">
            {references.map((one) => (
              <li key={one.url}>
                {printable(one.title)} <Address url={one.url} />
              </li>
            ))}
            {evidence.map((one) => (
              <li key={`${one.title} ${one.sha256}`}>
                {t('field.evidence')}: {printable(one.title)} {one.url !== undefined && <Address url={one.url} />}{' '}
                {one.sha256 !== undefined && <code>{one.sha256.slice(0, 16)}…</code>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {details.acknowledge_by !== undefined && (
        <p className="hint">
          {t('field.acknowledge_by')}: <When at={details.acknowledge_by} />
        </p>
      )}
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

/** Text of others: to be read and copied, not followed. */
function Address({ url }: { url: string }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="mono muted">{printable(defangAny(url))}</span>
      <Copy text={url} label={t('copy.real')} />
    </>
  );
}

/** A vector and its base score. */
function Scored({ text }: { text: string }) {
  const { t } = useTranslation();
  const vector = readVector(text);
  const { data } = useQuery({
    queryKey: ['cvss', text],
    enabled: vector !== undefined,
    queryFn: () => scoreOf(vector!),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      {data && (
        <span className="tag" data-tone={data.severity === 'critical' || data.severity === 'high' ? 'bad' : undefined}>
          {data.score.toFixed(1)} {t(`severity.${data.severity}`)}
        </span>
      )}
      <code className="muted">{printable(text)}</code>
    </>
  );
}
