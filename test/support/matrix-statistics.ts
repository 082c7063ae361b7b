import type { Statistics } from '../../src/statistics/bodies.js';
import type { Path } from './matrix-path.js';
import { wordsIn } from './matrix-path.js';
import type { Answer } from './people.js';

interface Found {
  objects: { id: string }[];
  next?: string;
}

/** Statistics show no object. Where each number is what the viewer's own search finds, they tell of what that shows, and no more. */
export const STATISTICS_PATHS: readonly Path[] = [
  {
    name: 'statistics',
    needs: 'read',
    // who is nobody's member is told nothing
    should: (viewer, { name }, model, who) =>
      (who !== 'nobody' && model.sees(viewer, model.objects.get(name)!)) || undefined,
    does: async (stage, viewer) => {
      const api = stage.as(viewer);
      const { status, body } = await api<Statistics>('GET', '/api/v1/statistics?days=1');
      if (status !== 200) return new Map();
      let text = '';
      for (const { total } of body.members) {
        let count = 0;
        for (let cursor: string | undefined = ''; cursor !== undefined;) {
          const path: string = `/api/v1/search?limit=100&q=${total.q}${cursor && `&cursor=${cursor}`}`;
          const answer: Answer<Found> = await api<Found>('GET', path);
          count += answer.body.objects.length;
          text += JSON.stringify(answer.body);
          cursor = answer.body.next;
        }
        if (count !== total.count) return new Map([[`${total.q} ${total.count} and not ${count}`, true]]);
      }
      return wordsIn(stage, text);
    },
  },
  {
    name: 'count of what a query finds',
    needs: 'read',
    could: ({ type }) => type === 'indicator',
    should: (viewer, { name }, model, who) =>
      (who !== 'nobody' && model.sees(viewer, model.objects.get(name)!)) || undefined,
    does: async (stage, viewer) => {
      const api = stage.as(viewer);
      const told = new Map<string, true>();
      for (const { name } of stage.exhibits) {
        const path = `/api/v1/statistics/count?q=domain:${name}.matrix.example`;
        const { body } = await api<{ count?: number }>('GET', path);
        if (body.count) told.set(name, true);
      }
      return told;
    },
  },
];
