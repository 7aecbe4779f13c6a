/** What the suite's binary answers encode. */
export const imageText = 'the bytes of an image';
