// leave.js SERVER_PROPERTIES: moves every partition of this broker to the others, and waits until it holds none, two minutes at most.
/* global java, Packages, importPackage */
importPackage(java.util);
importPackage(Packages.org.apache.kafka.clients.admin);

var given = new Properties();
given.load(new java.io.FileInputStream(arguments[0]));
var settings = new Properties();
// What AutoBalancer's client says serves here too, as in boot.
given.stringPropertyNames().forEach(function (name) {
  var short = String(name).replace('autobalancer.client.auth.', '');
  if (short !== String(name) || /^ssl\.truststore/.test(short)) settings.put(short, given.get(name));
});
var self = Number(given.get('node.id'));
settings.put('bootstrap.servers', String(given.get('advertised.listeners')).replace(/.*INTERNAL:\/\//, ''));
var admin = Admin.create(settings);

/** Partition to the broker that holds it, for those that are ours. */
function ours() {
  var mine = [];
  var topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
  admin
    .describeTopics(topics)
    .allTopicNames()
    .get()
    .values()
    .forEach(function (topic) {
      topic.partitions().forEach(function (partition) {
        var holds = partition
          .replicas()
          .stream()
          .anyMatch(function (node) {
            return node.id() === self;
          });
        if (holds) mine.push(new Packages.org.apache.kafka.common.TopicPartition(topic.name(), partition.partition()));
      });
    });
  return mine;
}

var others = [];
admin
  .describeCluster()
  .nodes()
  .get()
  .forEach(function (node) {
    if (node.id() !== self) others.push(java.lang.Integer.valueOf(node.id()));
  });
var leaving = ours();
print(new Date().toISOString() + ' moves ' + leaving.length + ' partitions of ' + self + ' to ' + others);
if (others.length > 0 && leaving.length > 0) {
  var moves = new HashMap();
  leaving.forEach(function (partition, index) {
    var target = new NewPartitionReassignment(Collections.singletonList(others[index % others.length]));
    moves.put(partition, Optional.of(target));
  });
  admin.alterPartitionReassignments(moves).all().get();
  for (var end = Date.now() + 120000; ours().length > 0 && Date.now() < end;) java.lang.Thread.sleep(200);
}
print(new Date().toISOString() + ' holds ' + ours().length);
admin.close();
