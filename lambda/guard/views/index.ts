export { fold, foldMapped, type FoldOptions } from './fold';
export { MappedText, type Edit } from './mapped-text';
export type { Span } from './scan';
export { viewsOf, type View, type ViewKind } from './views';
