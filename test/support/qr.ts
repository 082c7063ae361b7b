import { createRequire } from 'node:module';

type Drawn = Record<'_canvas', { x: number; y: number; w: number }[]>;

/** The dark modules of a text’s QR code, by each mask, as another maker of them has it. */
export function masksOf(text: string): string[][] {
  const { default: other } = createRequire(import.meta.url)('pdfmake/js/qrEnc.js') as {
    default: { measure(node: object): Drawn };
  };
  return [0, 1, 2, 3, 4, 5, 6, 7].map((mask) => {
    const { _canvas: canvas } = other.measure({ qr: text, mode: 'octet', eccLevel: 'M', mask });
    const [, ...modules] = canvas;
    return modules.map(({ x, y, w }) => `${x / w} ${y / w}`).toSorted();
  });
}
