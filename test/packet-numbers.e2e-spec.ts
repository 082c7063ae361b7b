import { startHub } from './support/hub.js';
import { seedAlliance } from './support/people.js';
import { record, type Recorder, textOf } from './support/recorder.js';
import { until } from './support/until.js';

describe('the numbers of socket.io’s packets', () => {
  it('count what one subscriber is sent, not what all are', async () => {
    await using hub = await startHub();
    const { keys, api } = await seedAlliance(hub);
    const numbersOf = (reader: Recorder): number[] =>
      [...textOf(reader).matchAll(/42\/feed,(\d+)\["entries"/g)].map(([, number]) => Number(number));
    const submit = (value: string) => api(keys.a)('POST', '/api/v1/indicators', { value, tlp: 'green' });
    const has = (value: string, ...readers: Recorder[]) =>
      until(value, () => readers.every((reader) => textOf(reader).includes(value)));
    const a = record(hub.url, keys.a, 'socket');
    await has('"live":true', a);
    for (const value of ['one.example', 'two.example']) {
      await submit(value);
      await has(value, a);
    }
    const b = record(hub.url, keys.b, 'socket');
    await has('"live":true', b);
    await submit('three.example');
    await has('three.example', a, b);
    for (const reader of [a, b]) {
      const numbers = numbersOf(reader);
      expect(numbers).toEqual(numbers.map((_, i) => i));
      reader.close();
    }
  });
});
