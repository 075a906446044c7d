import * as v from 'valibot';
import { me, problem } from '@/lib/api-schemas';

const baseUrl = '/api/v1';

/** A refusal or a failure, with the stable word that the locales translate. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** The HTTP status; 0 when the server could not be reached. */
    readonly status: number,
    readonly reason: string,
    readonly requestId: string | null = null,
    readonly field: string | null = null,
    /** What would have been accepted; for a refused role, the role that is needed. */
    readonly allowed: string | null = null,
    /** Seconds until another attempt may be taken, where the server says so. */
    readonly retryAfter: number | null = null,
  ) {
    super(`${status} ${reason}`);
  }
}

type Schema = v.GenericSchema;
type Options<S extends Schema> = { schema: S; signal?: AbortSignal | undefined };

let csrfToken = '';

/** `/me` and `/login` answer the token; every change carries it. */
export function rememberToken(token: string) {
  csrfToken = token;
}

async function readProblem(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = v.safeParse(problem, body);
  if (!parsed.success) {
    return new ApiError(response.status, response.status === 401 ? 'not_signed_in' : 'unexpected_answer');
  }
  const { reason, request_id, field, allowed } = parsed.output;
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const retryAfter = Number.isNaN(seconds) ? null : seconds;
  return new ApiError(response.status, reason, request_id, field ?? null, allowed ?? null, retryAfter);
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, 'unreachable');
  }
}

async function parseBody<S extends Schema>(response: Response, schema: S): Promise<v.InferOutput<S>> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  // The path names the member at fault; the values stay out of the console.
  console.error('unexpected answer', response.url, v.getDotPath(parsed.issues[0]), parsed.issues[0].type);
  throw new ApiError(response.status, 'unexpected_answer');
}

async function refreshToken(): Promise<boolean> {
  const response = await send(`${baseUrl}/me`, {});
  if (!response.ok) return false;
  const before = csrfToken;
  rememberToken((await parseBody(response, me)).csrf_token);
  return csrfToken !== before;
}

async function change(method: string, path: string, body: unknown): Promise<Response> {
  const attempt = () =>
    send(`${baseUrl}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken },
      body: body === undefined ? null : JSON.stringify(body),
    });
  let response = await attempt();
  // Somebody signed in again in another tab: the session is good and our token is the old one.
  if (response.status === 403 && path !== '/login' && (await refreshToken())) response = await attempt();
  if (!response.ok) throw await readProblem(response);
  return response;
}

export const api = {
  async get<S extends Schema>(path: string, { schema, signal }: Options<S>): Promise<v.InferOutput<S>> {
    const response = await send(`${baseUrl}${path}`, { signal: signal ?? null });
    if (!response.ok) throw await readProblem(response);
    return parseBody(response, schema);
  },

  async post<S extends Schema>(
    path: string,
    body: unknown,
    { schema }: Options<S>,
  ): Promise<v.InferOutput<S>> {
    return parseBody(await change('POST', path, body), schema);
  },

  /** For answers without a body. */
  async send(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void> {
    await change(method, path, body);
  },

  /** `/health/ready` stands outside the interface and answers the same body with 200 and 503. */
  async health<S extends Schema>(path: string, { schema, signal }: Options<S>): Promise<v.InferOutput<S>> {
    return parseBody(await send(path, { signal: signal ?? null }), schema);
  },
};
