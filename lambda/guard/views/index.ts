export { fold, foldMapped, type FoldOptions } from './fold';
export { MappedText, type Edit } from './mapped-text';
export { viewsOf, type View, type ViewKind } from './views';
