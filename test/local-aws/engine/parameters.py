"""Parameters of a template, refused as CloudFormation refuses them: before a stack exists, and with its words.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/parameters-section-structure.html (a pattern fits the whole value,
of a list each) and https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/rules-section-structure.html. MiniStack knows
allowed values only, and takes parameters that no template declares.
"""

import re

from ministack.services.cloudformation.engine import _resolve_parameters

from .conditions import Expressions

# Constraint, whether a value keeps it, and what CloudFormation says of one that does not.
CONSTRAINTS = {
    "AllowedValues": (lambda value, allowed: value in map(str, allowed), "be one of AllowedValues"),
    "AllowedPattern": (lambda value, pattern: re.fullmatch(pattern, value), "match pattern {}"),
    "MinLength": (lambda value, least: len(value) >= int(least), "contain at least {} characters"),
    "MaxLength": (lambda value, most: len(value) <= int(most), "contain at most {} characters"),
    "MinValue": (lambda value, least: float(value) >= float(least), "be a number not less than {}"),
    "MaxValue": (lambda value, most: float(value) <= float(most), "be a number not greater than {}"),
}


def resolve(template: dict, given: list[dict], previous: dict | None = None) -> dict:
    declared = template.get("Parameters", {})
    refuse_undeclared(declared, {row["Key"] for row in given})
    refuse_missing(declared, {row["Key"] for row in given})
    plain = {name: {key: part for key, part in row.items() if key not in CONSTRAINTS} for name, row in declared.items()}
    values = _resolve_parameters({**template, "Parameters": plain}, given, previous)
    for name, row in declared.items():
        refuse_unfit(name, row, values[name]["Value"])
    refuse_broken_rules(template, values)
    return values


def refuse_undeclared(declared: dict, given: set[str]) -> None:
    if given and not declared:
        raise ValueError("Parameter values specified for a template which does not require them.")
    if unknown := sorted(given - set(declared)):
        raise ValueError(f"Parameters: [{', '.join(unknown)}] do not exist in the template")


def refuse_missing(declared: dict, given: set[str]) -> None:
    if missing := sorted(name for name, row in declared.items() if "Default" not in row and name not in given):
        raise ValueError(f"Parameters: [{', '.join(missing)}] must have values")


def refuse_unfit(name: str, definition: dict, value: str) -> None:
    items = value.split(",") if definition["Type"].startswith(("CommaDelimitedList", "List<")) else [value]
    for constraint, (keeps, demand) in CONSTRAINTS.items():
        if constraint not in definition or all(keeps(item, definition[constraint]) for item in items):
            continue
        if "ConstraintDescription" in definition:
            raise ValueError(f"Parameter {name} failed to satisfy constraint: {definition['ConstraintDescription']}")
        raise ValueError(f"Parameter '{name}' must {demand.format(definition[constraint])}")


def refuse_broken_rules(template: dict, values: dict) -> None:
    """A rule whose condition does not hold is not looked at."""
    holds = Expressions(template, values).truth
    for name, rule in template.get("Rules", {}).items():
        if "RuleCondition" in rule and not holds(rule["RuleCondition"]):
            continue
        for row in rule["Assertions"]:
            if not holds(row["Assert"]):
                raise ValueError(f"Rule {name}: {row.get('AssertDescription', 'an assertion does not hold')}")
