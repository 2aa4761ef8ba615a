import type { Head } from '../../lambda/guard/model/weights-format';
import type { Linear } from './logistic';

/** Largest share of weights that may be cut off at the end of the scale: a single giant would cost all others their digits. */
const CLIPPED = 2e-5;

/** Rounds weights to int8. */
export function quantize(model: Linear): Omit<Head, 'standard' | 'strict'> {
  const sizes = Float32Array.from(model.weights, Math.abs).sort();
  const largest = sizes[Math.floor((1 - CLIPPED) * (sizes.length - 1))] as number;
  const scale = Math.max(largest, 1e-9) / 127;
  return {
    weights: Int8Array.from(model.weights, (weight) => Math.max(-127, Math.min(127, Math.round(weight / scale)))),
    scale,
    bias: model.bias,
  };
}

/** The rounded weights as a model again, to set thresholds on what ships. */
export function dequantize(head: Omit<Head, 'standard' | 'strict'>): Linear {
  return { weights: Float32Array.from(head.weights, (weight) => weight * head.scale), bias: head.bias };
}
