import type { INestApplication } from '@nestjs/common';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

/** Serves the description at `/docs`, and as JSON at `/openapi.json`. It says nothing that the sources do not. */
export function serveApiDocumentation(app: INestApplication, document: OpenAPIObject): void {
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Personal-data ledger: API',
    // Else the page sends the address of the description to a validator on the internet.
    swaggerOptions: { validatorUrl: null },
  });
}
