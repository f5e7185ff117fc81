"use strict";
/*
 * A Modbus TCP device played by the npm package modbus-serial; what it holds is in modbus-device.json.
 *
 *   node modbus-serial-server.js PORT
 *
 * Prints READY <port>. Then answers each line of its input with one line; ends with its input:
 *   get TABLE ADDRESS [UNIT]         OK <16-bit number or 0/1>
 *   set TABLE ADDRESS VALUE [UNIT]   OK
 *   delay UNIT MILLISECONDS          OK     (-1: never answers)
 *   requests                         OK <n> <function>:<unit>:<address>:<count> ...   since the last reset
 *   reset                            OK
 *   connections                      OK <open now>
 *   hangup                           OK     closes every connection
 * Units that are not in the file never answer.
 */
/* Standard output carries answers only: what the library prints there goes to standard error. */
console.log = console.info = console.error;
const say = line => process.stdout.write(line + "\n");

const fs = require("fs");
const path = require("path");
const readline = require("readline");
const { ServerTCP } = require("modbus-serial");

const ORDERS = { ABCD: [true, true], CDAB: [false, true], BADC: [true, false], DCBA: [false, false] };

/* The registers of a value: the device's side of what the connector decodes. */
function encode(item) {
    let bytes;
    switch (item.type) {
        case "bool":
            return [item.value ? 1 : 0];
        case "uint16":
            return [item.value];
        case "int16":
            return [item.value & 0xffff];
        case "int32":
            bytes = Buffer.alloc(4);
            bytes.writeInt32BE(item.value);
            break;
        case "uint32":
            bytes = Buffer.alloc(4);
            bytes.writeUInt32BE(item.value);
            break;
        case "int64":
            bytes = Buffer.alloc(8);
            bytes.writeBigInt64BE(BigInt(item.value));
            break;
        case "uint64":
            bytes = Buffer.alloc(8);
            bytes.writeBigUInt64BE(BigInt(item.value));
            break;
        case "float32":
            bytes = Buffer.alloc(4);
            bytes.writeFloatBE(Number(item.value));
            break;
        case "float64":
            bytes = Buffer.alloc(8);
            bytes.writeDoubleBE(Number(item.value));
            break;
        case "string":
            bytes = Buffer.alloc(item.length * 2);
            bytes.write(item.value, "utf8");
            break;
        default:
            throw new Error("unknown type " + item.type);
    }
    const [wordsBig, bytesBig] = ORDERS[item.order || "ABCD"];
    const registers = [];
    for (let i = 0; i < bytes.length; i += 2) {
        registers.push(bytesBig ? bytes.readUInt16BE(i) : bytes.readUInt16LE(i));
    }
    return wordsBig ? registers : registers.reverse();
}

function load(content) {
    const table = new Map();
    for (const [first, last] of content.ranges) {
        for (let address = first; address <= last; address++) {
            table.set(address, 0);
        }
    }
    for (const item of content.values) {
        encode(item).forEach((register, i) => table.set(item.address + i, register));
    }
    return table;
}

const device = JSON.parse(fs.readFileSync(path.join(__dirname, "modbus-device.json"), "utf8"));
const units = new Map();
for (const [unit, tables] of Object.entries(device.units)) {
    units.set(
        Number(unit),
        new Map(Object.entries(tables).map(([name, content]) => [name, load(content)])));
}
const delays = new Map();
let requests = [];

const never = () => new Promise(() => {});

function answer(unit, give) {
    if (!units.has(unit)) {
        return never();
    }
    const delay = delays.get(unit) || 0;
    if (delay < 0) {
        return never();
    }
    if (delay === 0) {
        return give();
    }
    return new Promise((resolve, reject) => setTimeout(() => {
        try {
            resolve(give());
        } catch (refused) {
            reject(refused);
        }
    }, delay));
}

function at(unit, name, address) {
    const table = units.get(unit).get(name);
    if (!table.has(address)) {
        throw { modbusErrorCode: 2, msg: "illegal data address" };
    }
    return table;
}

const get = name => (address, unit) => answer(unit, () => at(unit, name, address).get(address));
const set = name => (address, value, unit) => answer(unit, () => {
    at(unit, name, address).set(address, Number(value));
});

const server = new ServerTCP(
    {
        getHoldingRegister: get("holding"),
        getInputRegister: get("input"),
        getCoil: get("coil"),
        getDiscreteInput: get("discrete"),
        setRegister: set("holding"),
        setCoil: set("coil"),
    },
    { host: "127.0.0.1", port: String(Number(process.argv[2])), unitID: 255 });

/* Counts what arrives, frame by frame, beside the server that answers it. */
server._server.on("connection", socket => {
    let rest = Buffer.alloc(0);
    socket.on("data", data => {
        rest = Buffer.concat([rest, data]);
        while (rest.length >= 6 && rest.length >= 6 + rest.readUInt16BE(4)) {
            const length = 6 + rest.readUInt16BE(4);
            const single = rest[7] === 5 || rest[7] === 6;
            requests.push([rest[7], rest[6], rest.readUInt16BE(8), single ? 1 : rest.readUInt16BE(10)].join(":"));
            rest = rest.subarray(length);
        }
    });
});
server.on("socketError", () => {});
server.on("serverError", error => {
    console.error(error.message);
    process.exit(1);
});
server.on("initialized", () => say("READY " + server._server.address().port));

const commands = {
    get: (name, address, unit) => units.get(Number(unit || 1)).get(name).get(Number(address)),
    set: (name, address, value, unit) => {
        units.get(Number(unit || 1)).get(name).set(Number(address), Number(value));
        return "";
    },
    delay: (unit, milliseconds) => {
        delays.set(Number(unit), Number(milliseconds));
        return "";
    },
    requests: () => [requests.length, ...requests].join(" "),
    reset: () => {
        requests = [];
        return "";
    },
    connections: () => server.socks.size,
    hangup: () => {
        for (const socket of server.socks.keys()) {
            socket.destroy();
        }
        return "";
    },
};

const input = readline.createInterface({ input: process.stdin });
input.on("line", line => {
    const [verb, ...words] = line.trim().split(/\s+/);
    try {
        say(("OK " + commands[verb](...words)).trim());
    } catch (failed) {
        say("ERROR " + failed.message);
    }
});
input.on("close", () => process.exit(0));
