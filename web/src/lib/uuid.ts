const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const nil = /^[0-]+$/;

/** A part of an address as the id that the server gives, or null when it cannot be one. */
export function readUuid(text: string): string | null {
  const id = text.toLowerCase();
  return uuid.test(id) && !nil.test(id) ? id : null;
}
