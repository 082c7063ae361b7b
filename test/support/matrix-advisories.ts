import { type Format, FORMATS } from '../../src/advisories/printing/formats.js';
import { all, type Path, wordsIn } from './matrix-path.js';
import type { Answer } from './people.js';

const isReport: Path['could'] = ({ type }) => type === 'report';

const advisories: Path = {
  name: 'advisories',
  needs: 'read',
  could: isReport,
  does: async (stage, viewer) => {
    let ids = '';
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const path: string = `/api/v1/advisories?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body }: Answer<{ next?: string }> = await stage.as(viewer)('GET', path);
      ids += JSON.stringify(body);
      cursor = body.next;
    }
    return new Map(stage.exhibits.filter(({ id }) => ids.includes(id)).map(({ name }) => [name, true]));
  },
};

const advisory: Path = {
  name: 'advisory',
  needs: 'read',
  could: isReport,
  does: async (stage, viewer) => {
    const answers = await all(stage.exhibits, async ({ name, id, value }) => {
      const { status, body } = await stage.as(viewer)('GET', `/api/v1/advisories/${id}`);
      return [name, status === 200 && JSON.stringify(body).includes(value)] as const;
    });
    return new Map(answers.filter(([, shown]) => shown));
  },
};

/** TLP:RED is on the page that its own people open, and in nothing that could be passed on; CSAF 2.0 has no AMBER+STRICT. */
const NEVER: Readonly<Record<Format, readonly string[]>> = {
  html: [],
  markdown: ['red'],
  pdf: ['red'],
  stix: ['red'],
  signed: [],
  'csaf-2.0': ['red', 'amber+strict'],
  'csaf-2.1': ['red'],
};

const exported = (format: Format, never: readonly string[]): Path => ({
  name: `advisory as ${format}`,
  needs: 'read',
  could: ({ type, name }, model) => type === 'report' && !never.includes(model.objects.get(name)!.tlp),
  does: async (stage, viewer) => {
    const reports = stage.exhibits.filter(({ type }) => type === 'report');
    const found = await all(reports, async ({ name, id, value }) => {
      const { status, body } = await stage.as(viewer)('GET', `/api/v1/advisories/${id}/export?format=${format}`);
      const words = typeof body === 'string' ? body : JSON.stringify(body);
      return [name, status === 200 && (format === 'pdf' ? words.startsWith('%PDF-') : words.includes(value))] as const;
    });
    return new Map(found.filter(([, shown]) => shown));
  },
});

const answers: Path = {
  name: 'answers',
  needs: 'read',
  could: ({ type, about }) => type === 'note' && about?.startsWith('report--') === true,
  // not for constituents, nor for a key that may read less
  should: (viewer, { name }, model) =>
    (['amber+strict', 'red'].includes(viewer.ceiling) && model.sees(viewer, model.objects.get(name)!)) || undefined,
  does: async (stage, viewer) => {
    let text = '';
    for (const { id } of stage.exhibits.filter(({ type }) => type === 'report')) {
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const path: string = `/api/v1/advisories/${id}/answers?limit=1${cursor && `&cursor=${cursor}`}`;
        const { body }: Answer<{ next?: string }> = await stage.as(viewer)('GET', path);
        text += JSON.stringify(body);
        cursor = body.next;
      }
    }
    return wordsIn(stage, text);
  },
};

/** A version beside itself: shown to whoever may read it. */
const diff: Path = {
  name: 'diff',
  needs: 'read',
  could: isReport,
  does: async (stage, viewer) => {
    const found = await all(stage.exhibits, async ({ name, id }) => {
      const { status } = await stage.as(viewer)('GET', `/api/v1/advisories/${id}/diff?from=1&to=1`);
      return [name, status === 200] as const;
    });
    return new Map(found.filter(([, shown]) => shown));
  },
};

/** Ways to read of advisories. */
export const ADVISORY_PATHS: readonly Path[] = [
  advisories,
  advisory,
  answers,
  diff,
  ...FORMATS.map((format) => exported(format, NEVER[format])),
];
