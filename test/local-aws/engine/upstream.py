"""Every private name of MiniStack and moto that the engine leans on. A name that is gone stops the start, by name."""

from importlib import metadata

from ministack import app
from ministack.core import responses
from ministack.services.cloudformation import changesets, engine, handlers, helpers, provisioners, stacks
from ministack.services import cloudcontrol, cloudformation, ssm, stepfunctions
from moto.autoscaling import models as autoscaling
from moto.ec2.models import elastic_block_store, instances
from moto.ec2.responses import elastic_network_interfaces
from moto.moto_server import threaded_moto_server
from moto.route53 import models as route53
from moto.s3 import models as s3
from moto.sts import models as sts

VERSIONS = {"ministack": "1.4.21", "moto": "5.2.3"}

NAMES = [
    (app, "app"),
    (responses, "get_account_id"),
    (responses, "get_region"),
    (responses, "now_iso"),
    (cloudcontrol, "handle_request"),
    (cloudformation, "_stacks"),
    (cloudformation, "_exports"),
    (changesets, "_deploy_stack_async"),
    (changesets, "_resolve_template"),
    (changesets, "_diff_resources"),
    (engine, "_NO_VALUE"),
    (changesets, "_evaluate_conditions"),
    (handlers, "_evaluate_conditions"),
    (engine, "_resolve_refs"),
    (engine, "_topological_sort"),
    (handlers, "_ACTION_HANDLERS"),
    (handlers, "_delete_stack_async"),
    (handlers, "_deploy_stack_async"),
    (handlers, "_resolve_template"),
    (helpers, "_error"),
    (helpers, "_p"),
    (helpers, "_xml"),
    (provisioners, "_physical_name"),
    (ssm, "resolve_parameter_value"),
    (stacks, "_add_event"),
    (stepfunctions, "_apply_jsonata_output"),
    (stepfunctions, "_apply_jsonata_template"),
    (stepfunctions, "_evaluate_jsonata"),
    (stepfunctions, "_execute_map"),
    (stepfunctions, "_ExecutionError"),
    (stepfunctions, "_invoke_aws_sdk_integration"),
    (stepfunctions, "time"),
    (autoscaling.FakeAutoScalingGroup, "replace_autoscaling_group_instances"),
    (autoscaling.FakeAutoScalingGroup, "set_desired_capacity"),
    (autoscaling.FakeAutoScalingGroup, "active_instances"),
    (autoscaling, "InstanceState"),
    (instances.Instance, "terminate"),
    (elastic_block_store.EBSBackend, "attach_volume"),
    (elastic_network_interfaces.ElasticNetworkInterfaces, "assign_private_ip_addresses"),
    (route53, "create_route53_zone_id"),
    (s3.FakeBucket, "get_permission"),
    (s3.FakeBucket, "_log_permissions_enabled_policy"),
    (sts.STSBackend, "get_assumed_role_from_access_key"),
    (threaded_moto_server, "DomainDispatcherApplication"),
]


def check() -> None:
    """Stops when a version or a name is not what the engine was written for."""
    wrong = [f"{name} is {metadata.version(name)}, not {version}" for name, version in VERSIONS.items()
             if metadata.version(name) != version]
    gone = [f"{owner.__name__}.{name} is gone" for owner, name in NAMES if not hasattr(owner, name)]
    if wrong or gone:
        raise SystemExit("local AWS cannot start: " + "; ".join(wrong + gone))


ministack_app = app.app
