import { Places } from '../../../lambda/guard/injection/places';

test('places are kept in their order, however many there are', () => {
  const places = new Places();
  const count = 70_000;
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < count; i++) places.add(i * 2, i % 500);
    expect([places.count, places.at(0), places.at(count - 1), places.at(count)]).toEqual([
      count,
      0,
      (count - 1) * 2,
      Infinity,
    ]);
    expect([places.id(0), places.id(4_097), places.id(count - 1)]).toEqual([0, 4_097 % 500, (count - 1) % 500]);
    places.clear();
    expect([places.count, places.at(0)]).toEqual([0, Infinity]);
  }
});
