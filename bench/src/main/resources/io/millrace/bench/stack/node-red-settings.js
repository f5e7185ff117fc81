// No editor, no HTTP, nobody told that it runs: only the flow.
module.exports = {
    httpAdminRoot: false,
    httpNodeRoot: false,
    disableEditor: true,
    uiHost: '127.0.0.1',
    uiPort: 0,
    credentialSecret: false,
    telemetry: { enabled: false, updateNotification: false },
    diagnostics: { enabled: false, ui: false },
    runtimeState: { enabled: false, ui: false },
    functionExternalModules: false,
    functionGlobalContext: { pg: require(process.env.BENCH_PG_MODULE) },
    logging: { console: { level: 'warn', metrics: false, audit: false } }
};
