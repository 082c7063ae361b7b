import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** OpenAPI 3.1 at /api/docs (page) and /api/docs/json, served from the installed package alone. */
export function documentApi(app: NestFastifyApplication): void {
  const about = new DocumentBuilder()
    .setTitle('Tocsin')
    .setDescription(
      'Live sharing of cyber threat indicators among national CERTs. Errors are problem+json (RFC 9457) with a stable `code`.',
    )
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API key' })
    .addBasicAuth({ type: 'http', scheme: 'basic', description: 'An API key as the password' })
    .addSecurityRequirements('bearer')
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, about), {
    jsonDocumentUrl: 'api/docs/json',
    raw: ['json'],
    ui: true,
  });
}
