"""Conditions of a template. MiniStack's own evaluation leaves `Fn::Join` inside one alone, which the bootstrap template has."""

from ministack.services.cloudformation.engine import _resolve_refs


def evaluate(template: dict, parameters: dict) -> dict[str, bool]:
    rows, done = template.get("Conditions", {}), {}

    def truth(expression) -> bool:
        [(function, arguments)] = expression.items()
        match function:
            case "Fn::Equals":
                left, right = (str(value(argument)) for argument in arguments)
                return left == right
            case "Fn::And":
                return all(truth(argument) for argument in arguments)
            case "Fn::Or":
                return any(truth(argument) for argument in arguments)
            case "Fn::Not":
                return not truth(arguments[0])
            case "Condition":
                return named(arguments)
        raise ValueError(f"a condition with {function} is not played")

    def named(name: str) -> bool:
        if name not in done:
            done[name] = truth(rows[name])
        return done[name]

    def value(expression):
        return _resolve_refs(expression, {}, parameters, done, template.get("Mappings", {}), "", "")

    return {name: named(name) for name in rows}
