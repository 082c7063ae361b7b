import { sha256, type Tlp } from '../../kernel/index.js';

/** Colours of the labels on black (FIRST, TLP 2.0). */
export const TLP_COLOURS: Record<Tlp, string> = {
  red: '#FF2B2B',
  'amber+strict': '#FFC000',
  amber: '#FFC000',
  green: '#33FF00',
  clear: '#FFFFFF',
};

const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.25rem 1.5rem 2rem; color: #1b1f24; background: #fff;
  font: 16px/1.55 Roboto, "Segoe UI", "Helvetica Neue", Arial, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
.band { display: flex; justify-content: space-between; align-items: center; gap: 1rem; color: #57606a; font-size: .85rem; }
.band.top { border-bottom: 1px solid #d0d7de; padding-bottom: .6rem; }
.band.bottom { border-top: 1px solid #d0d7de; margin-top: 2.5rem; padding-top: .6rem; }
.label { background: #000; color: COLOUR; font-weight: 700; font-size: 1rem; padding: .1rem .55rem; white-space: nowrap; BORDER
  -webkit-print-color-adjust: exact; print-color-adjust: exact; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 1.4rem 0 .4rem; }
h2, h3, h4, h5, h6 { line-height: 1.3; margin: 1.8rem 0 .5rem; break-after: avoid; }
h2 { font-size: 1.25rem; border-bottom: 1px solid #d0d7de; padding-bottom: .2rem; }
h3 { font-size: 1.1rem; } h4, h5, h6 { font-size: 1rem; }
.kind { color: #57606a; margin: 0; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 1.1rem 0 1.6rem; font-size: .95rem;
  border-left: 3px solid #1f3a5f; padding-left: 1rem; }
dt { color: #57606a; } dd { margin: 0; }
p { margin: .6rem 0; } ul, ol { padding-left: 1.6rem; } li { margin: .2rem 0; }
blockquote { margin: .8rem 0; padding: .05rem 1rem; border-left: 3px solid #d0d7de; color: #424a53; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .86em; }
pre { background: #f6f8fa; border: 1px solid #e4e8ec; padding: .7rem .9rem; white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; margin: .8rem 0 1.2rem; font-size: .9rem; }
th, td { border: 1px solid #d0d7de; padding: .3rem .55rem; text-align: left; vertical-align: top; }
td:first-child { min-width: 9rem; }
th { background: #f6f8fa; font-weight: 600; } .center { text-align: center; } .right { text-align: right; }
tr, blockquote { break-inside: avoid; } thead { display: table-header-group; }
hr { border: 0; border-top: 1px solid #d0d7de; margin: 1.4rem 0; }
a { color: #0b5394; } .defanged, .left-out { color: #57606a; }
.withdrawn { border: 2px solid #a40e26; color: #a40e26; padding: .6rem 1rem; margin: 1.2rem 0; white-space: pre-wrap; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; } }
@page { size: A4; margin: 22mm 18mm 20mm;
  @top-right { content: "LABEL"; MARGIN } @bottom-right { content: "LABEL"; MARGIN }
  @bottom-left { content: counter(page) " / " counter(pages); color: #57606a; font: 9pt Arial, sans-serif; } }
@media print { body { max-width: none; padding: 0; font-size: 10.5pt; } a { color: inherit; } .band .label { display: none; } }
`;

/** The style of a page: the only one it has. In print the label stands on every sheet. */
export function pageStyle(tlp: Tlp): string {
  const margin = `color: ${TLP_COLOURS[tlp]}; background: #000; font: bold 12pt Arial, sans-serif; padding: 1mm 2.5mm; height: 7mm; width: 52mm; margin: auto 0; print-color-adjust: exact; -webkit-print-color-adjust: exact;`;
  return STYLE.replaceAll('LABEL', `TLP:${tlp.toUpperCase()}`)
    .replaceAll('MARGIN', margin)
    .replace('COLOUR', TLP_COLOURS[tlp])
    .replace('BORDER', tlp === 'amber+strict' ? 'outline: 2px dashed #FFC000; outline-offset: -2px;' : '');
}

/** What a page may do, as Content-Security-Policy: be looked at, in its own style. */
export const pagePolicy = (tlp: Tlp): string =>
  `default-src 'none'; style-src 'sha256-${sha256(pageStyle(tlp)).toString('base64')}'; base-uri 'none'; form-action 'none'`;
