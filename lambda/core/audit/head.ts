/** Where the sealer says how far it is. */
export const HEAD_KEY = { pk: 'S#HEAD', sk: 'HEAD' } as const;
