// What is wrong with what we depend on: pure functions over the lock file, the manifest and the inputs of the bundles.

/** Packages, by name, whose code is among the inputs of a bundle. */
export function packagesOf(inputs) {
  const names = inputs.flatMap((input) => {
    const at = input.lastIndexOf('node_modules/');
    if (at < 0) return [];
    const [scope, name] = input.slice(at + 'node_modules/'.length).split('/');
    return [scope.startsWith('@') ? `${scope}/${name}` : scope];
  });
  return [...new Set(names)].sort();
}

/** Inputs of a bundle that are neither ours nor of a package that somebody has looked at. */
export function bundleProblems(bundle, inputs, allowed) {
  const strangers = packagesOf(inputs).filter((name) => !(name in allowed.bundled));
  const elsewhere = inputs.filter((input) => !/^(?:lambda|lib)\/|(?:^|\/)node_modules\//.test(input));
  return [
    ...strangers.map(
      (name) => `${bundle}: holds code of '${name}', which scripts/supply-chain/allowed.json does not name`,
    ),
    ...elsewhere.map(
      (input) => `${bundle}: holds '${input}', which is neither in lambda/ nor in lib/ nor in a package`,
    ),
  ];
}

/** Packages of the list that no bundle holds. */
export function staleProblems(held, allowed) {
  return Object.keys(allowed.bundled)
    .filter((name) => !held.includes(name))
    .map((name) => `scripts/supply-chain/allowed.json names '${name}', which no bundle holds`);
}

/** What a lock file must not say: no digest, another source than the registry, a script that nobody has looked at. */
export function lockProblems(lock, allowed) {
  return Object.entries(lock.packages ?? {}).flatMap(([path, entry]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    if (path === '' || entry.link === true) return [];
    const problems = [];
    // what another package brings inside of itself has the digest of that one.
    if (entry.inBundle !== true && !/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? '')) {
      problems.push(`${path}: expected a SHA-512 digest in the lock file, got ${entry.integrity ?? 'none'}`);
    }
    if (entry.resolved !== undefined && !/^https:\/\/[^/]+\/.+\.tgz$/.test(entry.resolved)) {
      problems.push(`${path}: expected a package of the registry, got ${entry.resolved}`);
    }
    if (entry.hasInstallScript === true && !(name in allowed.installScripts)) {
      problems.push(`${path}: has an install script that scripts/supply-chain/allowed.json does not name`);
    }
    return problems;
  });
}

/** What a manifest must not say: a dependency that nobody has looked at, or one whose version is not exact. */
export function manifestProblems(manifest, allowed) {
  const { dependencies = {}, devDependencies = {}, optionalDependencies = {}, scripts = {} } = manifest;
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return [
    ...all
      .filter(([name]) => !allowed.direct.includes(name))
      .map(([name]) => {
        const near = allowed.direct.find((known) => known !== name && distance(known, name) <= 2);
        const hint = near === undefined ? '' : `; it reads like '${near}'`;
        return `package.json: '${name}' is a dependency that scripts/supply-chain/allowed.json does not name${hint}`;
      }),
    ...all
      .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
      .map(([name, version]) => `package.json: '${name}' expected an exact version, got '${version}'`),
    ...['preinstall', 'install', 'postinstall', 'prepare']
      .filter((name) => name in scripts)
      .map((name) => `package.json: a script '${name}' would run at each consumer's install`),
  ];
}

/** What the settings of npm must say. */
export function npmrcProblems(text) {
  const isSet = text.split('\n').some((line) => /^ignore-scripts\s*=\s*true\s*$/.test(line));
  return isSet ? [] : ['.npmrc: expected ignore-scripts=true, got none: a package may run code when it is installed'];
}

/** Edits between two names, counted up to three: a swap of neighbours is one. */
export function distance(left, right) {
  if (Math.abs(left.length - right.length) > 2) return 3;
  const rows = [Array.from({ length: right.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= left.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) least = Math.min(least, rows[i - 2][j - 2] + 1);
      rows[i].push(least);
    }
  }
  return Math.min(rows[left.length][right.length], 3);
}
