import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Demonstration, demonstrate, madeBefore } from './demo/index.js';
import { Bootstrap, Passwords, Rights } from './members/index.js';
import type { Config } from './platform/index.js';

interface Wish {
  readonly demo: boolean;
  readonly say: (line: string) => void;
}

/** What the hub says once it listens: where, who administers a new one, and what to paste. */
export async function welcome(app: NestFastifyApplication, config: Config, { demo, say }: Wish): Promise<void> {
  const { port } = app.getHttpServer().address() as { port: number };
  const url = `http://localhost:${port}`;
  const first = await app.get(Bootstrap).firstAdministrator();
  say(`\nTocsin listens on ${url}   (API documentation: ${url}/api/docs)`);
  if (first) {
    say('\nThis hub is new. Its first administrator, shown this once:');
    say(`  e-mail    ${first.email}\n  password  ${first.password}`);
  }
  if (!demo) return;
  const made = first
    ? await demonstrate(url, config.dataDir, app.get(Rights), app.get(Passwords))
    : madeBefore(url, config.dataDir);
  if (made) paste(made, say);
  else
    say(
      '\n--demo is for a new hub, and this one has members already: nothing was changed. Set TOCSIN_DATA to a new folder.',
    );
}

function paste(made: Demonstration, say: (line: string) => void): void {
  const { key = '', email = '', password = '' } = made.profiles[made.default] ?? {};
  say(`\nDemonstration: ${Object.keys(made.profiles).join(', ')}. Their keys are in client.json of the data folder. 
The console is at ${made.url}; sign in as ${email}, password ${password}
Paste into other terminals:\n
  npx tocsin listen                       # the live feed, as ${made.default}
  npx tocsin submit hafnium.csv           # fills it, as ${made.commands['submit']}
  npx tocsin lookup '103.77.192[.]219'
  curl -N -H 'Authorization: Bearer ${key}' '${made.url}/api/v1/feed?after=beginning'\n`);
}
