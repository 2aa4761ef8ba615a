const ROOM = 1 << 12;
/** More room than this is given back. */
const KEPT = 1 << 16;

/** Places of a text, ascending, each with the number of what is to be tried there. */
export class Places {
  public count = 0;
  private ats = new Int32Array(ROOM);
  private ids = new Uint16Array(ROOM);

  public clear(): void {
    this.count = 0;
    if (this.ats.length <= KEPT) return;
    this.ats = new Int32Array(ROOM);
    this.ids = new Uint16Array(ROOM);
  }

  public add(at: number, id: number): void {
    const { count } = this;
    if (count === this.ats.length) this.grow();
    this.ats[count] = at;
    this.ids[count] = id;
    this.count = count + 1;
  }

  /** Where the one of this number is; beyond every text where there are not so many. */
  public at(index: number): number {
    return index < this.count ? (this.ats[index] as number) : Infinity;
  }

  public id(index: number): number {
    return this.ids[index] as number;
  }

  private grow(): void {
    const ats = new Int32Array(this.ats.length * 2);
    const ids = new Uint16Array(this.ats.length * 2);
    ats.set(this.ats);
    ids.set(this.ids);
    this.ats = ats;
    this.ids = ids;
  }
}
