import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Loaded into a server whose memory is measured: on SIGUSR2 it collects its garbage and writes down what is left, to the file that `COLLECTED` names. */
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
process.on('SIGUSR2', () => {
  collect();
  writeFileSync(process.env['COLLECTED'] ?? '', JSON.stringify(process.memoryUsage()));
});
