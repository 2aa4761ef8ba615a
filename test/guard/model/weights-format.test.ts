import * as fc from 'fast-check';
import { DamagedWeights, decodeWeights, encodeWeights, type Heads } from '../../../lambda/guard/model/weights-format';

const HEADS: Heads = {
  direct: {
    weights: Int8Array.from({ length: 2048 }, (_, i) => (i % 255) - 127),
    scale: 0.5,
    bias: -1,
    standard: 2,
    strict: 1,
  },
  planted: { weights: new Int8Array(1024).fill(3), scale: 0.25, bias: 1, standard: 0.5, strict: 0.25 },
};

describe('weights', () => {
  it('read back as they were written', () => {
    expect(decodeWeights(encodeWeights(HEADS))).toEqual(HEADS);
  });

  it('read from the middle of a larger buffer', () => {
    const bytes = encodeWeights(HEADS);
    const larger = new Uint8Array(bytes.length + 20);
    larger.set(bytes, 7);
    expect(decodeWeights(larger.subarray(7, 7 + bytes.length))).toEqual(HEADS);
  });

  it('fail when any bit is changed', () => {
    const bytes = encodeWeights(HEADS);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const damaged = Uint8Array.from(bytes);
        damaged[at] = (damaged[at] as number) ^ (1 << bit);
        expect(() => decodeWeights(damaged)).toThrow(DamagedWeights);
      }),
    );
  });

  it('fail when they are cut off anywhere', () => {
    const bytes = encodeWeights(HEADS);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), (length) => {
        expect(() => decodeWeights(bytes.subarray(0, length))).toThrow(DamagedWeights);
      }),
    );
  });

  it('fail when a number in them is not one, even under a right digest', () => {
    const broken = encodeWeights({ ...HEADS, direct: { ...HEADS.direct, standard: NaN } });
    expect(() => decodeWeights(broken)).toThrow('expected a finite standard, got NaN');
  });
});
