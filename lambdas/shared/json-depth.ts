/** Levels that a body may nest: more than data have, fewer than what writes them as JSON again can follow. */
export const mostLevels = 100;

/** Whether brackets nest deeper than that. Of a text that is no JSON the answer means nothing. */
export function isTooDeep(json: string): boolean {
  let level = 0;
  let isInString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') isInString = !isInString;
    else if (isInString) at += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') level += 1;
    else if (character === ']' || character === '}') level -= 1;
    if (level > mostLevels) return true;
  }
  return false;
}
