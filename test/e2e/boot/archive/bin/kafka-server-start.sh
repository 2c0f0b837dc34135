#!/bin/bash
export KAFKA_LOG4J=server
exec "$(dirname "$0")/kafka-run-class.sh" kafka.Kafka "$@"
