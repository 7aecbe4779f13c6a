/**
 * Node's HTTP, not by `import`: Node 24 loads its whole `fetch` to list to that what `node:http` exports, which takes
 * a boot 40 ms and some megabytes.
 */
export const http = process.getBuiltinModule('node:http');
