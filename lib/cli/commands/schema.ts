import { jsonSchema } from '../../core/deployment/json-schema';
import { type Io, json } from '../io';

/** `automq-byoc schema`: the JSON Schema of a deployment file, for completion in editors. */
export function schema(io: Io): void {
  json(io.stdout, jsonSchema());
}
