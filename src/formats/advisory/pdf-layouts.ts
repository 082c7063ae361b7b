/** How a table of pdfmake is ruled. */
type Layout = Readonly<Record<string, (at: number) => unknown>>;

const lines = (width: number, color: string): Layout => ({
  hLineWidth: () => width,
  vLineWidth: () => width,
  hLineColor: () => color,
  vLineColor: () => color,
});

const leftOnly = (width: number, color: string): Layout => ({
  hLineWidth: () => 0,
  vLineWidth: (at) => (at === 0 ? width : 0),
  vLineColor: () => color,
  paddingLeft: (at) => (at === 0 ? 10 : 12),
  paddingTop: () => 1,
  paddingBottom: () => 1,
});

const dashed = () => ({ dash: { length: 3 } });

/** The layouts that content names. */
export const PDF_LAYOUTS: Readonly<Record<string, Layout>> = {
  grid: { ...lines(0.5, '#d0d7de'), fillColor: (row) => (row === 0 ? '#f6f8fa' : null) },
  facts: leftOnly(2, '#1f3a5f'),
  quote: leftOnly(2, '#d0d7de'),
  pre: { ...lines(0.5, '#e4e8ec'), fillColor: () => '#f6f8fa' },
  banner: lines(1.5, '#a40e26'),
  strict: { ...lines(1, '#FFC000'), hLineStyle: dashed, vLineStyle: dashed },
};
