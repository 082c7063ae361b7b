import type { FastifyReply } from 'fastify';
import { COOKIE } from './incoming.js';

const ATTRIBUTES = 'Path=/; Secure; HttpOnly; SameSite=Strict';

/** Gives the browser its session; it forgets it when it is closed. */
export function setSessionCookie(reply: FastifyReply, token: string): void {
  void reply.header('set-cookie', `${COOKIE}=${token}; ${ATTRIBUTES}`).header('cache-control', 'no-store');
}

export function clearSessionCookie(reply: FastifyReply): void {
  void reply.header('set-cookie', `${COOKIE}=; ${ATTRIBUTES}; Max-Age=0`).header('cache-control', 'no-store');
}
