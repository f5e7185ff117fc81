// A client by another hand: looks at a kiln's OPC UA server and tells what it sees, one fact a line: `name value`.
// Usage: node opcua-client.js <endpoint> <kiln number> <none|secure> <pki folder>
const path = require("path");
const {
  OPCUAClient, MessageSecurityMode, SecurityPolicy, AttributeIds, ClientSubscription, ClientMonitoredItem,
  TimestampsToReturn, DataType, OPCUACertificateManager,
} = require("node-opcua");

const [endpoint, kiln, security, pki] = process.argv.slice(2);
const root = `ns=2;s=Kiln${kiln}`;
const tell = (name, value) => console.log(`${name} ${value}`);

async function main() {
  const clientCertificateManager = new OPCUACertificateManager({
    rootFolder: path.join(pki, "client-pki"), automaticallyAcceptUnknownCertificate: true,
  });
  await clientCertificateManager.initialize();
  const client = OPCUAClient.create({
    applicationName: "millrace-demo-test",
    endpointMustExist: true,
    connectionStrategy: { maxRetry: 0 },
    clientCertificateManager,
    securityMode: security === "secure" ? MessageSecurityMode.SignAndEncrypt : MessageSecurityMode.None,
    securityPolicy: security === "secure" ? SecurityPolicy.Basic256Sha256 : SecurityPolicy.None,
  });
  await client.connect(endpoint);
  const session = await client.createSession();
  tell("connected", security);

  const namespaces = await session.readNamespaceArray();
  tell("namespace", namespaces[2]);

  const found = [];
  await browse(session, root, found);
  tell("variables", found.sort().join(","));

  const value = await session.read({ nodeId: `${root}.Burner.Temperature`, attributeId: AttributeIds.Value });
  tell("temperature", value.value.value);
  tell("status", value.statusCode.name);
  tell("age", Date.now() - value.sourceTimestamp.getTime());
  const description = await session.read({
    nodeId: `${root}.Burner.Temperature`, attributeId: AttributeIds.Description,
  });
  tell("description", description.value.value.text);
  const unit = await session.read({
    nodeId: `${root}.Burner.Temperature.EngineeringUnits`, attributeId: AttributeIds.Value,
  });
  tell("unit", `${unit.value.value.displayName.text} ${unit.value.value.unitId}`);
  const range = await session.read({ nodeId: `${root}.Burner.Temperature.EURange`, attributeId: AttributeIds.Value });
  tell("range", `${range.value.value.low} ${range.value.value.high}`);

  tell("write", await write(session, "Burner.TemperatureSetpoint", DataType.Double, 1080));
  const setpoint = await session.read({
    nodeId: `${root}.Burner.TemperatureSetpoint`, attributeId: AttributeIds.Value,
  });
  tell("setpoint", setpoint.value.value);
  tell("writeTooHigh", await write(session, "Burner.TemperatureSetpoint", DataType.Double, 5000));
  tell("writeText", await write(session, "Burner.TemperatureSetpoint", DataType.String, "hot"));
  tell("writeReadOnly", await write(session, "Burner.Temperature", DataType.Double, 1));

  await watch(session);
  await session.close();
  await client.disconnect();
  tell("done", "");
}

async function browse(session, nodeId, found) {
  const result = await session.browse(nodeId);
  for (const reference of result.references) {
    const id = reference.nodeId.toString();
    if (!id.startsWith(root)) {
      continue;
    }
    if (reference.nodeClass === 2 && !id.endsWith("EngineeringUnits") && !id.endsWith("EURange")) {
      found.push(id.substring(root.length + 1));
    }
    await browse(session, id, found);
  }
}

async function write(session, name, dataType, value) {
  const status = await session.write({
    nodeId: `${root}.${name}`, attributeId: AttributeIds.Value, value: { value: { dataType, value } },
  });
  return status.name;
}

/** Subscribes until the temperature has changed ten times and the thermocouple of shaft 2 has failed and recovered. */
async function watch(session) {
  const subscription = ClientSubscription.create(session, {
    requestedPublishingInterval: 100, requestedLifetimeCount: 1000, requestedMaxKeepAliveCount: 20,
    maxNotificationsPerPublish: 1000, publishingEnabled: true, priority: 1,
  });
  let changes = 0;
  let last = 0;
  let ordered = true;
  let failed = false;
  let recovered = false;
  await new Promise((resolve) => {
    const check = () => changes >= 10 && recovered && resolve();
    const item = (name, seen) => ClientMonitoredItem.create(subscription,
      { nodeId: `${root}.${name}`, attributeId: AttributeIds.Value },
      { samplingInterval: 100, queueSize: 20, discardOldest: true }, TimestampsToReturn.Both).on("changed", seen);
    item("Burner.Temperature", (value) => {
      const time = value.sourceTimestamp.getTime();
      ordered = ordered && time > last;
      last = time;
      changes++;
      check();
    });
    item("Shaft2.Temperature", (value) => {
      if (!failed && value.statusCode.name.startsWith("Bad")) {
        failed = true;
        tell("failure", `${value.statusCode.name} ${value.value.value}`);
      }
      if (failed && value.statusCode.isGood()) {
        recovered = true;
      }
      check();
    });
  });
  tell("changes", "10");
  tell("ordered", ordered);
  await subscription.terminate();
}

main().catch((error) => {
  tell("failed", error.message);
  process.exit(1);
});
