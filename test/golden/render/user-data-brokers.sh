#!/bin/bash
# Makes this machine a node; holds no secret.
set -euo pipefail
put() { install -D -m "${2:-0644}" /dev/stdin "${ROOT:-}$1"; }
fill() { sed 's|{DATA}|0@s3://inventory-data-111122223333-us-east-1?region=us-east-1|g;s|{OPS}|inventory-ops-111122223333-us-east-1|g;s|{QUORUM}|c0.{DOMAIN}:9093,c1.{DOMAIN}:9093,c2.{DOMAIN}:9093|g;s|{DOMAIN}|inventory.automq.internal|g;s|{LOGIN}|org.apache.kafka.common.security.plain.PlainLoginModule required @LOGIN@;|g;s|{BALANCER}|autobalancer.client.|g' | put "$1"; }
fill /etc/automq-byoc/node.env <<'EOF'
CLUSTER=inventory
CLUSTER_ID=hT3xM0bWQ7iJ4kLmNoPqRg
REGION=us-east-1
QUORUM={QUORUM}
OPS_BUCKET={OPS}
DATA_BUCKET=inventory-data-111122223333-us-east-1
ARCHIVE_URL='s3://artifacts-111122223333/automq-1.7.3_kafka-3.9.1.tgz'
ARCHIVE_SHA256=5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef
PACKAGES='java-21-amazon-corretto-headless amazon-cloudwatch-agent'
ZONE=use1-az1
GROUP=inventory-brokers-use1-az1
STACK='inventory-cluster'
SIGNAL_RESOURCE='ClusterBrokersUse1Az1Group'
BROKER_SECRET=automq/inventory/broker
AUTHORITY_ARN='arn:aws:acm-pca:us-east-1:111122223333:certificate-authority/11111111-2222-3333-4444-555555555555'
CERTIFICATE_DAYS=7
KAFKA_HEAP_OPTS='-Xms6144m -Xmx6144m -XX:MetaspaceSize=96m'
EOF
fill /etc/automq-byoc/server.template <<'EOF'
process.roles=broker
node.id=@NODE_ID@
broker.rack=use1-az1
controller.quorum.voters=0@c0.{DOMAIN}:9093,1@c1.{DOMAIN}:9093,2@c2.{DOMAIN}:9093
controller.quorum.bootstrap.servers={QUORUM}
controller.listener.names=CONTROLLER
listeners=CLIENT://@ADDRESS@:9092,INTERNAL://@ADDRESS@:9094
advertised.listeners=CLIENT://@HOST@:9092,INTERNAL://@HOST@:9094
listener.security.protocol.map=CLIENT:SASL_SSL,INTERNAL:SASL_SSL,CONTROLLER:SASL_SSL
inter.broker.listener.name=INTERNAL
ssl.keystore.type=PEM
ssl.keystore.location=/etc/automq-byoc/tls/node.pem
ssl.truststore.type=PEM
ssl.truststore.location=/etc/automq-byoc/tls/ca.pem
sasl.mechanism.controller.protocol=PLAIN
sasl.mechanism.inter.broker.protocol=PLAIN
sasl.enabled.mechanisms=PLAIN
listener.name.controller.plain.sasl.jaas.config={LOGIN}
listener.name.internal.plain.sasl.jaas.config={LOGIN}
listener.name.client.sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.client.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:admin;User:broker;User:standby
allow.everyone.if.no.acl.found=false
elasticstream.enable=true
s3.data.buckets={DATA}
s3.ops.buckets=1@s3://{OPS}?region=us-east-1
s3.wal.path={DATA}&batchInterval=250
log.dirs=/var/lib/automq/data
s3.stream.allocator.policy=POOLED_HEAP
s3.wal.cache.size=1073741824
s3.block.cache.size=536870912
s3.wal.upload.threshold=357564416
s3.network.baseline.bandwidth=117125000
automq.zonerouter.channels={DATA}
automq.zone.cidr.blocks=use1-az1@10.20.16.0/20<>use1-az2@10.20.32.0/20<>use1-az4@10.20.64.0/20
{BALANCER}listener.name=INTERNAL
{BALANCER}auth.security.protocol=SASL_SSL
{BALANCER}auth.sasl.mechanism=PLAIN
{BALANCER}auth.sasl.jaas.config={LOGIN}
autobalancer.reporter.bootstrap.servers=@HOST@:9094
autobalancer.reporter.ssl.truststore.type=PEM
autobalancer.reporter.ssl.truststore.location=/etc/automq-byoc/tls/ca.pem
s3.telemetry.metrics.exporter.uri=prometheus://?host=127.0.0.1&port=9090
EOF
while read -r id net low n; do for ((i=0;i<n;i++)); do echo "$((id+i)) $net.$((low+i)) b$((id+i)).{DOMAIN}"; done; done <<'EOF' | fill /etc/automq-byoc/slots
1000 10.20.24 8 4
EOF
put /etc/automq-byoc/agent.json <<'EOF'
{"logs":{"logs_collected":{"files":{"collect_list":[{"file_path":"/var/log/automq-byoc/boot.log","log_group_name":"/automq/inventory/nodes","log_stream_name":"{instance_id}/boot"},{"file_path":"/var/log/automq/server.log","log_group_name":"/automq/inventory/nodes","log_stream_name":"{instance_id}/server"}]}}}}
EOF
systemctl enable --now automq-byoc@boot
