"""Conditions and rules of a template. MiniStack's own evaluation leaves `Fn::Join` inside a condition alone, which the bootstrap
template has, and knows no rules."""

from ministack.services.cloudformation.engine import _resolve_refs


def evaluate(template: dict, parameters: dict) -> dict[str, bool]:
    expressions = Expressions(template, parameters)
    return {name: expressions.named(name) for name in expressions.rows}


class Expressions:
    """What is true of a template with these values.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
    """

    def __init__(self, template: dict, parameters: dict):
        self.rows, self.mappings = template.get("Conditions", {}), template.get("Mappings", {})
        self.parameters, self.done = parameters, {}

    def truth(self, expression: dict) -> bool:
        [(function, arguments)] = expression.items()
        match function:
            case "Fn::Equals":
                left, right = (self.value(argument) for argument in arguments)
                return left == right
            case "Fn::And":
                return all(self.truth(argument) for argument in arguments)
            case "Fn::Or":
                return any(self.truth(argument) for argument in arguments)
            case "Fn::Not":
                return not self.truth(arguments[0])
            case "Fn::Contains":  # of rules
                choices, one = arguments
                return self.value(one) in map(self.value, choices)
            case "Condition":
                return self.named(arguments)
        raise ValueError(f"a condition with {function} is not played")

    def named(self, name: str) -> bool:
        if name not in self.done:
            self.done[name] = self.truth(self.rows[name])
        return self.done[name]

    def value(self, expression) -> str:
        return str(_resolve_refs(expression, {}, self.parameters, self.done, self.mappings, "", ""))
