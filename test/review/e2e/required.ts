/** Whether CloudFormation demands what a mutant took out: said by the published schemas, not by a guess. */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType } from '@aws-cdk/service-spec-types';

const specs = loadAwsServiceSpecSync();

/** `path` as the mutants have it: `Properties.LaunchTemplate.Version`, positions of lists left out. */
export function isRequired(type: string, path: string): boolean {
  const [section, ...steps] = path.split('.');
  const [resource] = specs.lookup('resource', 'cloudFormationType', 'equals', type);
  if (section !== 'Properties' || resource === undefined) return false;
  if (steps.length === 0) return Object.values(resource.properties).some(({ required }) => required === true);
  return demanded(resource.properties, steps);
}

function demanded(properties: Readonly<Record<string, Property>>, [step, ...rest]: readonly string[]): boolean {
  const property = properties[step ?? ''];
  if (property === undefined) return false;
  if (rest.length === 0) return property.required === true;
  return inside(property.type).some((inner) => demanded(inner, rest));
}

function inside(type: PropertyType): readonly Readonly<Record<string, Property>>[] {
  if (type.type === 'array' || type.type === 'map') return inside(type.element);
  if (type.type === 'union') return type.types.flatMap(inside);
  return type.type === 'ref' ? [specs.get('typeDefinition', type.reference.$ref).properties] : [];
}
