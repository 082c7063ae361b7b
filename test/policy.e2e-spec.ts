import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { AppModule } from '../src/app.module.js';
import { loadConfig, Policy } from '../src/platform/index.js';
import { createDatabase } from './support/database.js';
import { startHub } from './support/hub.js';
import { client, seedAlliance } from './support/people.js';

@Controller('planted')
class OpenController {
  @Get('named')
  @Policy({ role: ['alliance-admin'] })
  named() {
    return {};
  }

  @Get()
  forgotten() {
    return {};
  }
}

@WebSocketGateway({ namespace: 'planted' })
class OpenGateway {
  @SubscribeMessage('look')
  look() {
    return {};
  }
}

@Module({})
class Planted {}

async function boot(part: { controllers?: object[]; providers?: object[] }): Promise<void> {
  const database = await createDatabase();
  const config = loadConfig({ LOG_LEVEL: 'silent', TOCSIN_SECRET: 'x'.repeat(32) });
  const module = { module: Planted, imports: [AppModule.with(config, database.url)], ...part };
  const app = await NestFactory.create<NestFastifyApplication>(module as never, new FastifyAdapter(), {
    abortOnError: false,
    logger: false,
  });
  try {
    await app.init();
  } finally {
    await app.close();
    await database.drop();
  }
}

describe('policies', () => {
  it('C02: the hub refuses to start with a handler that names none, REST or socket', async () => {
    await expect(boot({ controllers: [OpenController] })).rejects.toThrow(
      /without a policy: OpenController\.forgotten$/,
    );
    await expect(boot({ providers: [OpenGateway] })).rejects.toThrow(/without a policy: OpenGateway\.look$/);
  });

  it('C01: each route lets in whom it names', async () => {
    await using hub = await startHub();
    const { people, keys, api } = await seedAlliance(hub);
    const callers = {
      nobody: undefined,
      key: keys.a,
      ray: people.ray,
      ana: people.ana,
      adminA: people.adminA,
      root: people.root,
    };
    const id = people.bo.organisationId;
    const rows: [string, string, Record<keyof typeof callers, number>][] = [
      ['GET', '/health/live', { nobody: 200, key: 200, ray: 200, ana: 200, adminA: 200, root: 200 }],
      ['GET', '/api/v1/me', { nobody: 401, key: 200, ray: 200, ana: 200, adminA: 200, root: 200 }],
      ['GET', '/api/v1/organisations', { nobody: 401, key: 200, ray: 200, ana: 200, adminA: 200, root: 200 }],
      ['GET', `/api/v1/organisations/${id}`, { nobody: 401, key: 200, ray: 200, ana: 200, adminA: 200, root: 200 }],
      ['POST', '/api/v1/organisations', { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 403, root: 422 }],
      ['PATCH', `/api/v1/organisations/${id}`, { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 403, root: 422 }],
      [
        'POST',
        `/api/v1/organisations/${id}/suspend`,
        { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 403, root: 422 },
      ],
      ['GET', '/api/v1/people', { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 200, root: 200 }],
      [
        'PATCH',
        `/api/v1/people/${people.bo.id}`,
        { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 422, root: 422 },
      ],
      ['GET', '/api/v1/invitations', { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 200, root: 200 }],
      ['POST', '/api/v1/invitations', { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 422, root: 422 }],
      ['GET', '/api/v1/groups', { nobody: 401, key: 200, ray: 200, ana: 200, adminA: 200, root: 200 }],
      ['POST', '/api/v1/groups', { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 403, root: 422 }],
      ['GET', '/api/v1/keys', { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 200, root: 200 }],
      ['GET', '/api/v1/audit', { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 200, root: 200 }],
      ['GET', '/api/v1/audit/verify', { nobody: 401, key: 403, ray: 403, ana: 403, adminA: 403, root: 200 }],
    ];
    for (const [method, path, expected] of rows) {
      const got: Record<string, number> = {};
      for (const [name, who] of Object.entries(callers)) {
        got[name] = (await api(who)(method, path, method === 'GET' ? undefined : { unknown: 1 })).status;
      }
      expect({ method, path, ...got }).toEqual({ method, path, ...expected });
    }
  });

  it('C17: HEAD is decided as GET, and methods nobody wrote a handler for do not exist', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    expect((await api()('HEAD', '/api/v1/organisations')).status).toBe(401);
    expect((await api(people.ana)('HEAD', '/api/v1/people')).status).toBe(403);
    expect((await api(people.ana)('HEAD', '/api/v1/organisations')).status).toBe(200);
    for (const method of ['PUT', 'OPTIONS', 'PROPFIND']) {
      expect([404, 405]).toContain((await api(people.root)(method, '/api/v1/organisations')).status);
    }
  });

  it('keeps who reads TLP:CLEAR without signing in out of what members see of each other', async () => {
    await using hub = await startHub({ ANONYMOUS_CLEAR: 'true' });
    const { org } = await seedAlliance(hub);
    for (const path of [
      'organisations',
      `organisations/${org['cert-a']}`,
      'groups',
      `groups/${org['cert-a']}`,
      'me',
      'people',
      'keys',
      'audit',
    ]) {
      const { status, body } = await client(hub.url)('GET', `/api/v1/${path}`);
      expect([path, status, body['code']]).toEqual([path, 401, 'unauthorized']);
    }
  });

  it('C03, C04, C10, C14, C15, C16: unknown fields, foreign ids and odd parameters are refused', async () => {
    await using hub = await startHub();
    const { people, api } = await seedAlliance(hub);
    const ana = api(people.ana);
    for (const body of [
      { name: 'x', id: people.bo.id },
      { name: 'x', role: 'alliance-admin' },
      { name: 'x', mfaEnabled: false },
      { name: 'x', organisation_id: people.bo.organisationId },
    ]) {
      const answer = await ana('PATCH', '/api/v1/me', body);
      expect([answer.status, answer.body['code']]).toEqual([422, 'unrecognized_keys']);
    }
    const root = api(people.root);
    for (const query of [
      'organisation_id[]=a&organisation_id[]=b',
      'sort=(select pg_sleep(8))',
      `organisation_id[$ne]=${people.bo.id}`,
      'organisation_id=1',
    ]) {
      expect([query, (await root('GET', `/api/v1/people?${query}`)).status]).toEqual([query, 422]);
    }
    for (const id of ['undefined', 'null', '[object Object]', "' or 1=1--", '%00', '1']) {
      const answer = await root('GET', `/api/v1/people/${encodeURIComponent(id)}`);
      expect([id, answer.status, answer.body['code']]).toEqual([id, 404, 'not_found']);
    }
    expect((await root('PATCH', `/api/v1/people/${people.ana.id}`, { name: null })).status).toBe(422);
    const rows = await root<{ items: { role: string; name: string }[] }>(
      'GET',
      `/api/v1/people?organisation_id=${people.ana.organisationId}`,
    );
    expect(rows.body.items.map(({ name, role }) => [name, role])).toEqual([
      ['adminA', 'org-admin'],
      ['al', 'analyst'],
      ['ana', 'analyst'],
      ['ray', 'reader'],
    ]);
  });
});
