import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/**
 * The one page there is, `/docs`, brings its scripts along and has styles in its text; answers of the API need nothing.
 * No `upgrade-insecure-requests`: on loopback there is no TLS to upgrade to.
 */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/**
 * Every answer tells browsers to run nothing foreign, to guess no types and to stay out of frames; and whoever stands in
 * between to keep no copy, since most answers are about people (RFC 9111 §5.2.2.5).
 */
export function sendSecurityHeaders(server: FastifyInstance): void {
  void server.register(helmet, { contentSecurityPolicy: CONTENT_SECURITY_POLICY, xFrameOptions: { action: 'deny' } });
  server.addHook('onRequest', (_request, reply, done) => {
    void reply.header('cache-control', 'no-store');
    done();
  });
}
