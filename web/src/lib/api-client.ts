import * as v from 'valibot';
import { me, problem } from '@/lib/api-schemas';

const baseUrl = '/api/v1';
/** A dead line says nothing: who asked is told so after this time. */
const answersWithin = 10_000;

/** A refusal or a failure, with the stable word that the locales translate. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** The HTTP status; 0 when the server could not be reached or did not answer in time. */
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

/** An answer with its body read; `null` where that is not JSON. */
type Answer = { response: Response; body: unknown };

function readProblem({ response, body }: Answer): ApiError {
  const parsed = v.safeParse(problem, body);
  if (!parsed.success) {
    return new ApiError(response.status, response.status === 401 ? 'not_signed_in' : 'unexpected_answer');
  }
  const { reason, request_id, field, allowed } = parsed.output;
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const retryAfter = Number.isNaN(seconds) ? null : seconds;
  return new ApiError(response.status, reason, request_id, field ?? null, allowed ?? null, retryAfter);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function send(url: string, init: RequestInit): Promise<Answer> {
  const caller = init.signal;
  const own = new AbortController();
  const giveUp = () => own.abort();
  const timer = setTimeout(giveUp, answersWithin);
  caller?.addEventListener('abort', giveUp);
  if (caller?.aborted) giveUp();
  try {
    const response = await fetch(url, { credentials: 'same-origin', ...init, signal: own.signal });
    // Within the time limit as well: a line may die in the middle of an answer.
    return { response, body: parseJson(await response.text()) };
  } catch (error) {
    if (caller?.aborted) throw error;
    throw new ApiError(0, own.signal.aborted ? 'timed_out' : 'unreachable');
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener('abort', giveUp);
  }
}

function parseBody<S extends Schema>({ response, body }: Answer, schema: S): v.InferOutput<S> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) return parsed.output;
  // The path names the member at fault; the values stay out of the console.
  console.error('unexpected answer', response.url, v.getDotPath(parsed.issues[0]), parsed.issues[0].type);
  throw new ApiError(response.status, 'unexpected_answer');
}

async function refreshToken(): Promise<boolean> {
  const answer = await send(`${baseUrl}/me`, {});
  if (!answer.response.ok) return false;
  const before = csrfToken;
  rememberToken(parseBody(answer, me).csrf_token);
  return csrfToken !== before;
}

async function change(method: string, path: string, body: unknown): Promise<Answer> {
  const attempt = () =>
    send(`${baseUrl}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken },
      body: body === undefined ? null : JSON.stringify(body),
    });
  let answer = await attempt();
  // Somebody signed in again in another tab: the session is good and our token is the old one.
  if (answer.response.status === 403 && path !== '/login' && (await refreshToken())) answer = await attempt();
  if (!answer.response.ok) throw readProblem(answer);
  return answer;
}

export const api = {
  async get<S extends Schema>(path: string, { schema, signal }: Options<S>): Promise<v.InferOutput<S>> {
    const answer = await send(`${baseUrl}${path}`, { signal: signal ?? null });
    if (!answer.response.ok) throw readProblem(answer);
    return parseBody(answer, schema);
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
