/** The parts of a request's target that select stage and resource. */
export interface RequestPath {
  /** First segment; empty where the path has none. */
  readonly stageName: string;
  /** Path with the stage, slashes before it collapsed: `/dev//projects/1/`. */
  readonly withStage: string;
  /** Path below the stage, one slash at its head, still percent-encoded: `/projects/1/`. */
  readonly belowStage: string;
  /** Without the question mark. */
  readonly rawQuery: string;
}

/** Splits `/dev/projects/1/?limit=2` as API Gateway does. */
export function splitTarget(target: string): RequestPath {
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  const withStage = collapseHead(path);
  const stageEnd = withStage.indexOf('/', 1);
  return {
    stageName: stageEnd < 0 ? withStage.slice(1) : withStage.slice(1, stageEnd),
    withStage,
    belowStage: stageEnd < 0 ? '/' : collapseHead(withStage.slice(stageEnd)),
    rawQuery: question < 0 ? '' : target.slice(question + 1),
  };
}

/** Any slashes at the head become one. */
function collapseHead(path: string): string {
  let start = 0;
  while (path[start] === '/') start++;
  return `/${path.slice(start)}`;
}

/**
 * The segments that routing compares: empty ones within the path are kept, as a greedy parameter holds
 * them, while one slash at the end does not count.
 */
export function segmentsOf(belowStage: string): readonly string[] {
  if (belowStage === '/') return [];
  const end = belowStage.endsWith('/') ? belowStage.length - 1 : belowStage.length;
  return belowStage.slice(1, end).split('/');
}
