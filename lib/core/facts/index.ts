export * from './instance-types';
export * from './known-faults';
export * from './prices';
export * from './property-keys';
export * from './regions';
export * from './releases';
