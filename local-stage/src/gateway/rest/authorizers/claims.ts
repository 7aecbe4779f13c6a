import type { TokenClaims } from '../../token-error.ts';

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Claims that a REST API shows as dates; `auth_time` stays in epoch seconds. */
const dateClaims = new Set(['exp', 'iat']);

/** A token's claims as a REST API's event holds them: all strings, lists joined by commas. */
export function formatClaims(claims: TokenClaims): Readonly<Record<string, string>> {
  const known = formattedClaims.get(claims);
  if (known) return known;
  const formatted = format(claims);
  formattedClaims.set(claims, formatted);
  return formatted;
}

/** The claims of a token that comes again are the same object. */
const formattedClaims = new WeakMap<TokenClaims, Readonly<Record<string, string>>>();

function format(claims: TokenClaims): Readonly<Record<string, string>> {
  const formatted: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(claims)) {
    formatted[name] = dateClaims.has(name) && typeof value === 'number' ? formatDate(value) : formatValue(value);
  }
  return Object.freeze(formatted);
}

function formatValue(value: unknown): string {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(formatValue).join(',') : JSON.stringify(value);
}

/** `Tue Jun 18 15:00:04 UTC 2024` */
function formatDate(epochSeconds: number): string {
  const at = new Date(epochSeconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const time = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return `${days[at.getUTCDay()]} ${months[at.getUTCMonth()]} ${two(at.getUTCDate())} ${time} UTC ${at.getUTCFullYear()}`;
}
