"use strict";
/*
 * An OPC UA server played by the npm package node-opcua.
 *
 *   node opcua-server.js PORT FOLDER [NAME=VALUE ...]
 *
 * FOLDER takes its certificates; everything lives in namespace 1, urn:millrace:peer.
 *   security=none|all|secure   endpoints: unprotected only, all, protected only (none)
 *   users=NAME:PASSWORD,...    who may come in besides nobody
 *   anonymous=yes|no           whether nobody may (yes)
 *   accept=yes|no              whether unknown client certificates are trusted (yes)
 *   certificate=FILE key=FILE  in PEM, instead of one made in FOLDER
 *   uri=URI                    its application URI
 *   sessions=N                 the most sessions (100)
 *   reads=N items=N            its limits per request (no limits)
 *   tags=N interval=MS         Load.0 ... Load.N-1, doubles that all change at this interval (0, 1000)
 *
 * Prints READY <port>. Then answers each line of its input with one line; ends with its input:
 *   get NODE            OK <value as JSON>
 *   set NODE JSON       OK
 *   status NODE NAME    OK     gives the node this StatusCode
 *   add NODE JSON       OK     adds a double of this name
 *   remove NODE         OK     deletes the node
 *   sessions            OK <open now>
 *   subscriptions       OK <open now>
 *   terminate           OK     deletes all subscriptions behind the clients' backs
 *   hangup              OK     closes every connection
 *   block MS            OK     then does nothing at all for so long
 *   ticks               OK <how often the load has changed>
 *   pause | resume      OK     stops or goes on with all changes
 */
/* Standard output carries answers only: what the library prints there goes to standard error. */
console.log = console.info = console.error;
const say = line => process.stdout.write(line + "\n");

const fs = require("fs");
const path = require("path");
const readline = require("readline");
const opcua = require("node-opcua");
const { DataType, VariantArrayType, StatusCodes, OPCUAServer, SecurityPolicy, MessageSecurityMode } = opcua;

const port = Number(process.argv[2]);
const folder = process.argv[3];
const options = Object.fromEntries(process.argv.slice(4).map(word => {
    const at = word.indexOf("=");
    return [word.slice(0, at), word.slice(at + 1)];
}));
const users = (options.users || "").split(",").filter(Boolean).map(pair => pair.split(":"));

/* Name, data type, value; arrays and matrices by what follows. */
const KNOWN = [
    ["Boolean", DataType.Boolean, true],
    ["SByte", DataType.SByte, -128],
    ["Byte", DataType.Byte, 255],
    ["Int16", DataType.Int16, -32768],
    ["UInt16", DataType.UInt16, 65535],
    ["Int32", DataType.Int32, -2147483648],
    ["UInt32", DataType.UInt32, 4294967295],
    ["Int64", DataType.Int64, [0x00200000, 0x00000001]],
    ["UInt64", DataType.UInt64, [0xffffffff, 0xffffffff]],
    ["Float", DataType.Float, 3.4],
    ["Double", DataType.Double, 850.25],
    ["String", DataType.String, "Kiln 1, größer"],
    ["DateTime", DataType.DateTime, new Date("2026-01-31T12:34:56.789Z")],
    ["Guid", DataType.Guid, "09087E75-8E5E-499B-954F-F2A9603DB28A"],
    ["ByteString", DataType.ByteString, Buffer.from([0, 1, 2, 255])],
    ["LocalizedText", DataType.LocalizedText, { locale: "de", text: "läuft" }],
    ["QualifiedName", DataType.QualifiedName, { namespaceIndex: 1, name: "Kiln" }],
    ["NodeId", DataType.NodeId, opcua.resolveNodeId("ns=1;s=Double")],
    ["NaN", DataType.Double, NaN],
    ["Infinity", DataType.Float, -Infinity],
    ["Doubles", DataType.Double, new Float64Array([1.5, -2.25, 1e300]), [3]],
    ["Int32s", DataType.Int32, new Int32Array([10, 20, 30, 40, 50]), [5]],
    ["Strings", DataType.String, ["a", "b\"c", "ü"], [3]],
    ["Booleans", DataType.Boolean, [true, false], [2]],
    ["Int64s", DataType.Int64, [[0x00200000, 1], [0, 2]], [2]],
    ["Empty", DataType.Int32, new Int32Array([]), [0]],
    ["Matrix", DataType.Int16, new Int16Array([1, 2, 3, 4, 5, 6]), [2, 3]],
];
const WRITABLE = [
    ["Setpoint", DataType.Double, 0],
    ["Setpoint.Float", DataType.Float, 0],
    ["Setpoint.Boolean", DataType.Boolean, false],
    ["Setpoint.Byte", DataType.Byte, 0],
    ["Setpoint.Int16", DataType.Int16, 0],
    ["Setpoint.UInt32", DataType.UInt32, 0],
    ["Setpoint.Int64", DataType.Int64, [0, 0]],
    ["Setpoint.UInt64", DataType.UInt64, [0, 0]],
    ["Setpoint.String", DataType.String, ""],
    ["Setpoint.DateTime", DataType.DateTime, new Date(0)],
    ["Setpoint.Int32s", DataType.Int32, new Int32Array([0, 0, 0]), [3]],
];

/* A structure that only the server describes. */
const TYPES = `<?xml version="1.0" encoding="utf-8"?>
<UANodeSet xmlns="http://opcfoundation.org/UA/2011/03/UANodeSet.xsd">
  <NamespaceUris><Uri>urn:millrace:types</Uri></NamespaceUris>
  <Models><Model ModelUri="urn:millrace:types" Version="1.0.0" PublicationDate="2026-01-01T00:00:00Z">
    <RequiredModel ModelUri="http://opcfoundation.org/UA/" Version="1.04.7"
        PublicationDate="2020-07-15T00:00:00Z"/></Model></Models>
  <Aliases>
    <Alias Alias="HasSubtype">i=45</Alias><Alias Alias="HasEncoding">i=38</Alias>
    <Alias Alias="HasTypeDefinition">i=40</Alias>
  </Aliases>
  <UADataType NodeId="ns=1;i=1" BrowseName="1:Recipe">
    <DisplayName>Recipe</DisplayName>
    <References><Reference ReferenceType="HasSubtype" IsForward="false">i=22</Reference></References>
    <Definition Name="1:Recipe">
      <Field Name="Name" DataType="i=12"/>
      <Field Name="Temperature" DataType="i=10"/>
      <Field Name="Steps" DataType="i=6" ValueRank="1"/>
    </Definition>
  </UADataType>
  <UAObject NodeId="ns=1;i=2" BrowseName="Default Binary" SymbolicName="DefaultBinary">
    <DisplayName>Default Binary</DisplayName>
    <References>
      <Reference ReferenceType="HasEncoding" IsForward="false">ns=1;i=1</Reference>
      <Reference ReferenceType="HasTypeDefinition">i=76</Reference>
    </References>
  </UAObject>
</UANodeSet>`;

function shape(dimensions) {
    if (!dimensions) {
        return { arrayType: VariantArrayType.Scalar };
    }
    return dimensions.length === 1
        ? { arrayType: VariantArrayType.Array }
        : { arrayType: VariantArrayType.Matrix, dimensions };
}

function json(variant) {
    const value = variant.value;
    if (variant.dataType === DataType.Int64 || variant.dataType === DataType.UInt64) {
        const big = ([high, low]) => {
            const whole = (BigInt(high) << 32n) + BigInt(low);
            return variant.dataType === DataType.Int64 ? BigInt.asIntN(64, whole) : whole;
        };
        return String(variant.arrayType === VariantArrayType.Scalar ? big(value) : value.map(big));
    }
    return JSON.stringify(ArrayBuffer.isView(value) && !Buffer.isBuffer(value) ? Array.from(value) : value);
}

async function main() {
    const certificates = new opcua.OPCUACertificateManager({
        rootFolder: path.join(folder, "clients"),
        automaticallyAcceptUnknownCertificate: options.accept !== "no",
    });
    await certificates.initialize();
    const security = options.security || "none";
    const types = path.join(folder, "types.xml");
    fs.writeFileSync(types, TYPES);
    const server = new OPCUAServer({
        port,
        host: "127.0.0.1",
        hostname: "localhost",
        resourcePath: "",
        nodeset_filename: [opcua.nodesets.standard, types],
        serverInfo: { applicationUri: options.uri || "urn:localhost:peer" },
        serverCertificateManager: certificates,
        userCertificateManager: certificates,
        certificateFile: options.certificate,
        privateKeyFile: options.key,
        allowAnonymous: options.anonymous !== "no",
        securityPolicies: security === "none"
            ? [SecurityPolicy.None]
            : [
                ...(security === "all" ? [SecurityPolicy.None] : []),
                SecurityPolicy.Basic256Sha256,
                SecurityPolicy.Aes128_Sha256_RsaOaep,
                SecurityPolicy.Aes256_Sha256_RsaPss,
            ],
        securityModes: security === "none"
            ? [MessageSecurityMode.None]
            : [
                ...(security === "all" ? [MessageSecurityMode.None] : []),
                MessageSecurityMode.Sign,
                MessageSecurityMode.SignAndEncrypt,
            ],
        userManager: {
            isValidUser: (name, password) => users.some(([n, p]) => n === name && p === password),
        },
        maxConnectionsPerEndpoint: 200,
        serverCapabilities: {
            maxSessions: Number(options.sessions || 100),
            maxMonitoredItems: 1000000,
            maxMonitoredItemsPerSubscription: 1000000,
            operationLimits: {
                maxNodesPerRead: Number(options.reads || 0),
                maxMonitoredItemsPerCall: Number(options.items || 0),
                maxNodesPerBrowse: 0,
                maxNodesPerWrite: 0,
            },
        },
    });
    await server.initialize();
    const space = server.engine.addressSpace;
    const own = space.getOwnNamespace();
    const top = own.addFolder(space.rootFolder.objects, { browseName: "Kiln", nodeId: "s=Kiln" });
    const nodes = new Map();

    const add = (parent, [name, dataType, value, dimensions], accessLevel) => {
        const node = own.addVariable({
            componentOf: parent,
            browseName: name,
            nodeId: "s=" + name,
            dataType,
            valueRank: dimensions ? dimensions.length : -1,
            arrayDimensions: dimensions,
            accessLevel,
            userAccessLevel: accessLevel,
            minimumSamplingInterval: 10,
            value: { dataType, value, ...shape(dimensions) },
        });
        nodes.set(name, node);
        return node;
    };
    KNOWN.forEach(each => add(top, each, "CurrentRead"));
    WRITABLE.forEach(each => add(top, each, "CurrentRead | CurrentWrite"));
    const counter = add(top, ["Counter", DataType.UInt32, 0], "CurrentRead");
    const broken = add(top, ["Broken", DataType.Double, 1], "CurrentRead");
    broken.setValueFromSource({ dataType: DataType.Double, value: 1 }, StatusCodes.BadSensorFailure);
    const analog = own.addAnalogDataItem({
        componentOf: top, browseName: "Analog", nodeId: "s=Analog", dataType: DataType.Double,
        engineeringUnitsRange: { low: -50, high: 1500 }, value: { dataType: DataType.Double, value: 7 },
    });
    nodes.set("Analog", analog);
    const recipe = space.findDataType("Recipe", space.getNamespaceIndex("urn:millrace:types"));
    nodes.set("Recipe", own.addVariable({
        componentOf: top,
        browseName: "RecipeNow",
        nodeId: "s=Recipe",
        dataType: recipe.nodeId,
        value: {
            dataType: DataType.ExtensionObject,
            value: space.constructExtensionObject(
                recipe, { name: "lime", temperature: 3.4, steps: [1, 2, 3] }),
        },
    }));
    const many = own.addFolder(space.rootFolder.objects, { browseName: "Load", nodeId: "s=Load" });
    const load = [];
    for (let i = 0; i < Number(options.tags || 0); i++) {
        load.push(add(many, ["Load." + i, DataType.Double, i], "CurrentRead"));
    }

    let paused = false;
    let ticks = 0;
    setInterval(() => {
        if (!paused) {
            counter.setValueFromSource({ dataType: DataType.UInt32, value: counter.readValue().value.value + 1 });
        }
    }, 100);
    if (load.length > 0) {
        setInterval(() => {
            if (!paused) {
                ticks++;
                const now = new Date();
                load.forEach((node, i) => node.setValueFromSource(
                    { dataType: DataType.Double, value: ticks + i / 1e6 }, StatusCodes.Good, now));
            }
        }, Number(options.interval || 1000));
    }

    await server.start();
    const listening = server.endpoints[0].port || port;

    const sessions = () => Object.values(server.engine._sessions || {});
    const commands = {
        get: name => json(nodes.get(name).readValue().value),
        set: (name, text) => {
            const node = nodes.get(name);
            const { dataType, arrayType, dimensions } = node.readValue().value;
            node.setValueFromSource({ dataType, arrayType, dimensions, value: JSON.parse(text) });
        },
        status: (name, code) => {
            const node = nodes.get(name);
            node.setValueFromSource(node.readValue().value, StatusCodes[code]);
        },
        add: (name, text) => add(top, [name, DataType.Double, JSON.parse(text)], "CurrentRead"),
        remove: name => space.deleteNode(nodes.get(name)),
        sessions: () => server.engine.currentSessionCount,
        subscriptions: () => server.engine.currentSubscriptionCount,
        terminate: () => sessions().forEach(session => session.publishEngine.subscriptions.slice()
            .forEach(subscription => session.deleteSubscription(subscription.id))),
        hangup: () => server.endpoints.forEach(endpoint => endpoint.abruptlyInterruptChannels()),
        block: ms => setTimeout(() => {
            const end = Date.now() + Number(ms);
            while (Date.now() < end) {
                /* busy */
            }
        }, 10),
        ticks: () => ticks,
        pause: () => { paused = true; },
        resume: () => { paused = false; },
    };
    const input = readline.createInterface({ input: process.stdin });
    input.on("line", line => {
        const [name, ...words] = line.trim().split(" ");
        try {
            const said = commands[name](words[0], words.slice(1).join(" "));
            say(said === undefined || typeof said === "object" ? "OK" : "OK " + said);
        } catch (fault) {
            say("FAILED " + fault.message);
        }
    });
    input.on("close", () => process.exit(0));
    say("READY " + listening);
}

main().catch(fault => {
    console.error(fault);
    process.exit(1);
});
