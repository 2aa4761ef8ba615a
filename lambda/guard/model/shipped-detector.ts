import { type InjectionDetector, loadDetector } from './injection-detector';
import shipped from './weights.json';

/**
 * Loads the detector with the weights that ship with this code, in a few milliseconds.
 *
 * They are base64 in a JSON file, so that the bundle, the tests and the command line read the same bytes.
 *
 * @throws DamagedWeights
 */
export function shippedDetector(): InjectionDetector {
  return loadDetector(shippedWeights());
}

/** The bytes of the shipped weights. */
export function shippedWeights(): Uint8Array {
  return Buffer.from(shipped.weights, 'base64');
}
