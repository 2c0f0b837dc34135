import { longestChain } from '../../bench/chain';

const resource = (properties: object, DependsOn?: string | string[]) => ({ Properties: properties, DependsOn });

test('follows references, attributes, substitutions and dependencies, and takes the longest way', () => {
  const Resources = {
    Last: resource({ Text: { 'Fn::Sub': 'x${Third.Arn}${AWS::Region}${!Literal}' } }),
    Third: resource({ Id: { 'Fn::GetAtt': ['Second', 'Id'] } }),
    Second: resource({}, 'First'),
    First: resource({ Size: { Ref: 'AParameter' } }),
    Alone: resource({ First: { Ref: 'First' } }, ['First']),
  };
  expect(longestChain({ Resources })).toEqual(['First', 'Second', 'Third', 'Last']);
});

test('a stack of independent resources is one deep', () => {
  expect(longestChain({ Resources: { A: resource({}), B: resource({}) } })).toHaveLength(1);
});
