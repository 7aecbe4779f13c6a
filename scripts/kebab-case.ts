/** `createProject` gives `create-project`: the file's and the package's name of an operation. */
export const kebabCase = (camelCase: string): string =>
  camelCase.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
