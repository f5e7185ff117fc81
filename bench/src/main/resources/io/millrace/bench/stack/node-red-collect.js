// Passes samples on by the thousand, or what there is after 100 ms.
let batch = context.get('batch');
if (!batch) {
    batch = { topics: [], micros: [], values: [] };
    context.set('batch', batch);
    setTimeout(() => {
        const due = context.get('batch');
        if (due === batch) {
            context.set('batch', undefined);
            node.send({ payload: batch });
        }
    }, 100);
}
batch.topics.push(msg.topic);
batch.micros.push(msg.payload.timestamp_us);
batch.values.push(msg.payload.value);
if (batch.topics.length === 1000) {
    context.set('batch', undefined);
    return { payload: batch };
}
return null;
