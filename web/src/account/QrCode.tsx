import { qrOf } from './qr.ts';

const QUIET = 4;

/** A text for a telephone's camera, drawn here: dark on white in either theme. Nothing where it is too long. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = qrOf(text);
  if (!rows) return null;
  const size = rows.length + 2 * QUIET;
  const path = rows.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])),
  );
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges">
      <path d={path.join('')} fill="#000000" />
    </svg>
  );
}
