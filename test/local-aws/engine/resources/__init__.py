"""The table: every resource type that the engine can make."""

from ..resource import RECORDED_ONLY, Properties, Resource
from . import certificates, dns, groups, identity, network, repository, seasons, storage, watching


def _recorded(type_name: str) -> Resource:
    """A type without an API behind it here: accepted, named, and nothing else."""

    def create(properties: Properties, name: str):
        properties.read |= set(properties)
        return name, {attribute: name for attribute in RECORDED_ONLY[type_name]["attributes"]}

    return Resource(create, update=lambda _, properties, __: properties.read.update(properties))


RESOURCES: dict[str, Resource] = {
    **network.RESOURCES,
    **groups.RESOURCES,
    **identity.RESOURCES,
    **storage.RESOURCES,
    **certificates.RESOURCES,
    **dns.RESOURCES,
    **watching.RESOURCES,
    **repository.RESOURCES,
    **seasons.RESOURCES,
    **{name: _recorded(name) for name, row in RECORDED_ONLY.items() if "attributes" in row},
}
