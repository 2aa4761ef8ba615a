const { transformSync } = require('esbuild');
const { createHash } = require('node:crypto');

/** Strips types with esbuild; CommonJS out, so that Jest can mock and require. */
module.exports = {
  process(source, path) {
    const loader = /\.m?js$/.test(path) ? 'js' : 'ts';
    return transformSync(source, {
      loader,
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: path,
      sourcesContent: false,
    });
  },
  getCacheKey: (source, path) => createHash('sha1').update(`esbuild-1\0${path}\0${source}`).digest('hex'),
};
